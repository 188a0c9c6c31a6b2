package io.millrace.contracts.record;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * Ties an HTTP request to its Kafka records, its rows and its log lines.
 *
 * @param value
 *            1 to 128 of {@code A-Z a-z 0-9 . _ : / = + -}: no character that could forge a log line
 */
public record CorrelationId(String value) {
    private static final int MAX_LENGTH = 128;
    private static final long VERSION_BITS = 0xF000L;
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT_BITS = 0xC000_0000_0000_0000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private static final int BYTE = 0xFF;
    /** Whether a byte is a legal character: called for every event, where a table costs less than comparisons. */
    private static final boolean[] LEGAL = new boolean[BYTE + 1];

    static {
        for (char c = 0; c <= BYTE; c++) {
            LEGAL[c] = isLegal(c);
        }
    }

    public CorrelationId {
        if (!isLegal(value)) {
            throw new IllegalArgumentException("not a correlation id");
        }
    }

    /** The caller's id when it is legal, else a new one. */
    public static CorrelationId of(@Nullable String offered) {
        return parse(offered).orElseGet(CorrelationId::random);
    }

    /** The id, when the text is a legal one. */
    public static Optional<CorrelationId> parse(@Nullable String text) {
        return text != null && isLegal(text) ? Optional.of(new CorrelationId(text)) : Optional.empty();
    }

    /** Whether the bytes are a legal id in UTF-8. */
    public static boolean isLegal(byte[] utf8) {
        if (utf8.length == 0 || utf8.length > MAX_LENGTH) {
            return false;
        }
        boolean legal = true;
        for (byte b : utf8) {
            legal &= LEGAL[b & BYTE];
        }
        return legal;
    }

    /** A random UUID. It is not a secret, so that the cheaper generator without a system call suffices. */
    private static CorrelationId random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new CorrelationId(new UUID((random.nextLong() & ~VERSION_BITS) | VERSION_4,
                (random.nextLong() & ~VARIANT_BITS) | VARIANT).toString());
    }

    /** Called for every request: without a regular expression. */
    private static boolean isLegal(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isLegal(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MAX_LENGTH;
    }

    private static boolean isLegal(char c) {
        return c >= 'a' && c <= 'z' || c >= '-' && c <= ':' || c >= 'A' && c <= 'Z' || c == '_' || c == '=' || c == '+';
    }

    @Override
    public String toString() {
        return value;
    }
}
