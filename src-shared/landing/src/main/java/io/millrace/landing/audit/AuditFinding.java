package io.millrace.landing.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.EventKey;

/**
 * A difference between the records and the table.
 *
 * @param kind
 *            the kind of the difference
 * @param source
 *            the partition of the record, or of the row by its metadata
 * @param offset
 *            the offset of the record, or of the row by its metadata
 * @param key
 *            the key; empty for a record that is no event, or that Kafka deleted during the audit
 * @param detail
 *            the difference in words, without a value of the event
 */
public record AuditFinding(Kind kind, SourcePartition source, long offset, Optional<EventKey> key, String detail) {
    private static final int HASH_BYTES = 8;

    /** The kinds of differences. */
    public enum Kind {
        /** A record that is neither a row nor a dead letter. */
        GAP,
        /** A row without a record. */
        GHOST,
        /** A row whose key another row has, within the dedup horizon. */
        DOUBLED;

        /** The name in reports, in lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The first 16 hexadecimal digits of the SHA-256 of the pk, which identify it without showing it. */
    public Optional<String> pkHash() {
        return key.map(k -> hash(k.pk()));
    }

    /** The first 16 hexadecimal digits of the SHA-256 of a text. */
    public static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
