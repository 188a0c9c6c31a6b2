package io.millrace.bench.chaos.history;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import io.millrace.landing.letters.RecordPosition;
import org.jspecify.annotations.Nullable;

/** The records that Kafka has when a run is over, by a number of their bytes. */
public final class RecordsLeft {
    private static final int PRIME = 31;

    private final Map<RecordPosition, Integer> digests = new HashMap<>();

    /** Adds one. */
    public void add(RecordPosition at, byte @Nullable [] key, byte @Nullable [] value) {
        digests.put(at, digest(key, value));
    }

    /** The number of records. */
    public int size() {
        return digests.size();
    }

    /** Whether Kafka has a record at this position that is not this one. */
    boolean isOther(RecordPosition at, @Nullable Object key, @Nullable Object value) {
        Integer digest = digests.get(at);
        return digest != null && digest != digest(key, value);
    }

    /** Something that is neither null nor bytes is like no record. */
    private static int digest(@Nullable Object key, @Nullable Object value) {
        return PRIME * bytes(key) + bytes(value);
    }

    private static int bytes(@Nullable Object bytes) {
        return bytes instanceof byte[] known ? Arrays.hashCode(known) : bytes == null ? 0 : -1;
    }
}
