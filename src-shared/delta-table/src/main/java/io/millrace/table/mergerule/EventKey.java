package io.millrace.table.mergerule;

import java.nio.charset.StandardCharsets;

/**
 * The key of a row, global within the dedup horizon: the same key with another time or region is the same row.
 *
 * @param pk
 *            the business key as text
 * @param eventId
 *            the event's id within the pk
 */
public record EventKey(String pk, String eventId) {
    private static final long SEED = 0x9E3779B97F4A7C15L;

    /**
     * 64 bits of the key, for the index: {@link Hash64} of the UTF-8 bytes of the event id, seeded with that of the pk.
     * Equal keys have equal hashes; equal hashes need an exact check.
     */
    public long hash() {
        byte[] pkBytes = pk.getBytes(StandardCharsets.UTF_8);
        byte[] idBytes = eventId.getBytes(StandardCharsets.UTF_8);
        return hash(pkBytes, 0, pkBytes.length, idBytes, 0, idBytes.length);
    }

    /** {@link #hash()} of a key whose parts are given as stretches of UTF-8 bytes. */
    public static long hash(byte[] pk, int pkFrom, int pkLength, byte[] id, int idFrom, int idLength) {
        return Hash64.of(id, idFrom, idLength, Hash64.of(pk, pkFrom, pkLength, SEED));
    }
}
