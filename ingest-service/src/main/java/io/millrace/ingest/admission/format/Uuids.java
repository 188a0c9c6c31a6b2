package io.millrace.ingest.admission.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** UUIDs by RFC 9562. */
final class Uuids {
    /** The namespace of derived ids; any fixed value would do. */
    private static final UUID NAMESPACE = UUID.fromString("5d1a1d3e-3a52-5b0c-9d0a-6d696c6c7261");
    private static final long VERSION_BITS = 0xF000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private Uuids() {}

    /** Version 5: the same name gives the same id. */
    static String named(String name) {
        MessageDigest hash = sha1();
        hash.update(ByteBuffer.allocate(2 * Long.BYTES).putLong(NAMESPACE.getMostSignificantBits())
                .putLong(NAMESPACE.getLeastSignificantBits()).flip());
        ByteBuffer bits = ByteBuffer.wrap(hash.digest(name.getBytes(StandardCharsets.UTF_8)));
        return uuid(bits.getLong(), bits.getLong(), 5).toString();
    }

    /**
     * Version 7: in the order of time.
     *
     * @param millis
     *            since the epoch
     */
    static String timed(long millis) {
        // The random bits of a version 4. A static SecureRandom of our own would end in a native image with the builder's seed.
        UUID random = UUID.randomUUID();
        return uuid(millis << 16 | random.getMostSignificantBits() & 0xFFFFL, random.getLeastSignificantBits(), 7)
                .toString();
    }

    private static UUID uuid(long high, long low, long version) {
        return new UUID(high & ~VERSION_BITS | version << 12, low & ~(3L << 62) | VARIANT);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }
}
