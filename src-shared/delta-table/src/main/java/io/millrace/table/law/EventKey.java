package io.millrace.table.law;

/**
 * The key of a row, global within the dedup horizon: the same key with another time or region is the same row.
 *
 * @param pk
 *            the business key as text
 * @param eventId
 *            the event's id within the pk
 */
public record EventKey(String pk, String eventId) {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long SEPARATOR = 0x9E3779B97F4A7C15L;

    /**
     * 64 bits of the key, for the index: FNV-1a over the UTF-16 units of both parts with a separator between them,
     * finished with the 64-bit mixer of MurmurHash3. Equal keys have equal hashes; equal hashes need an exact check.
     */
    public long hash() {
        long hash = fold(FNV_OFFSET, pk);
        hash = (hash ^ SEPARATOR) * FNV_PRIME;
        hash = fold(hash, eventId);
        hash ^= hash >>> 33;
        hash *= 0xff51afd7ed558ccdL;
        hash ^= hash >>> 33;
        hash *= 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }

    private static long fold(long hash, String text) {
        long folded = hash;
        for (int i = 0; i < text.length(); i++) {
            folded = (folded ^ text.charAt(i)) * FNV_PRIME;
        }
        return folded;
    }
}
