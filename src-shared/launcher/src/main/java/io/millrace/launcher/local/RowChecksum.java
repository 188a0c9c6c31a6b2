package io.millrace.launcher.local;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/**
 * A checksum over rows in any order: the sums, modulo 2^64, of the first and the second eight bytes of the SHA-256 of
 * every row's {@link RowText} in UTF-8. A row that is there twice counts twice.
 */
public final class RowChecksum {
    private long rows;
    private long first;
    private long second;

    public void add(String rowText) {
        ByteBuffer digest = ByteBuffer.wrap(sha256().digest(rowText.getBytes(StandardCharsets.UTF_8)));
        rows++;
        first += digest.getLong();
        second += digest.getLong();
    }

    /** How many rows were added. */
    public long rows() {
        return rows;
    }

    /** The checksum as 32 hexadecimal digits. */
    public String hex() {
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
