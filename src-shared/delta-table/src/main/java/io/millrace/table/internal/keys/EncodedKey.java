package io.millrace.table.internal.keys;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.millrace.table.mergerule.EventKey;
import org.jspecify.annotations.Nullable;

/**
 * A key in the form of data files.
 *
 * @param pk
 *            its first part, as UTF-8
 * @param eventId
 *            its second part, as UTF-8
 * @param hash
 *            {@link EventKey#hash}
 */
public record EncodedKey(byte[] pk, byte[] eventId, long hash) {
    public static EncodedKey of(EventKey key) {
        return of(key.pk().getBytes(StandardCharsets.UTF_8), key.eventId().getBytes(StandardCharsets.UTF_8));
    }

    public static EncodedKey of(byte[] pk, byte[] eventId) {
        return new EncodedKey(pk, eventId, EventKey.hash(pk, 0, pk.length, eventId, 0, eventId.length));
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EncodedKey key && hash == key.hash && Arrays.equals(pk, key.pk)
                && Arrays.equals(eventId, key.eventId);
    }
}
