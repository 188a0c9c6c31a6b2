package io.millrace.systemtests.spark;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/**
 * The checksum over rows in any order that {@code SparkRowChecksum} of the launcher defines.
 *
 * @param rows
 *            how many rows
 * @param first
 *            the sum of the first eight bytes of their digests
 * @param second
 *            the sum of the second eight bytes
 */
record SparkRowChecksum(long rows, long first, long second) implements Serializable {
    static final SparkRowChecksum NONE = new SparkRowChecksum(0, 0, 0);

    SparkRowChecksum and(String rowText) {
        ByteBuffer digest = ByteBuffer.wrap(sha256().digest(rowText.getBytes(StandardCharsets.UTF_8)));
        return and(new SparkRowChecksum(1, digest.getLong(), digest.getLong()));
    }

    SparkRowChecksum and(SparkRowChecksum other) {
        return new SparkRowChecksum(rows + other.rows, first + other.first, second + other.second);
    }

    String hex() {
        return String.format(Locale.ROOT, "%016x%016x", first, second);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
