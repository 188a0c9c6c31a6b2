package io.millrace.table.internal.index;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.table.internal.keys.EncodedKey;
import io.millrace.table.mergerule.EventKey;
import org.jspecify.annotations.Nullable;

/** Keys to be found among rows. A few keys are compared one by one, which costs less than hashing every row. */
final class SoughtKeys {
    /** Up to this number keys are compared one by one; more keys are hashed. */
    static final int FEW = 8;

    private final List<EncodedKey> few;
    private final Map<EncodedKey, EventKey> byBytes;

    SoughtKeys(List<EventKey> keys) {
        byBytes = HashMap.newHashMap(keys.size());
        keys.forEach(key -> byBytes.put(EncodedKey.of(key), key));
        few = byBytes.size() <= FEW ? List.copyOf(byBytes.keySet()) : List.of();
    }

    @Nullable
    EventKey key(byte[] pk, byte[] id) {
        if (few.isEmpty()) {
            return byBytes.get(EncodedKey.of(pk, id));
        }
        for (EncodedKey sought : few) {
            if (Arrays.equals(sought.eventId(), id) && Arrays.equals(sought.pk(), pk)) {
                return byBytes.get(sought);
            }
        }
        return null;
    }
}
