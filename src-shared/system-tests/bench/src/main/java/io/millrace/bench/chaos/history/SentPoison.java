package io.millrace.bench.chaos.history;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.millrace.landing.letters.RecordPosition;
import org.jspecify.annotations.Nullable;

/** The records that must become dead letters: where they are in Kafka, and their bytes. Each has a key of its own. May be used by any thread. */
public final class SentPoison {
    private final Map<RecordPosition, String> acked = new HashMap<>();
    private final Map<RecordPosition, String> lost = new HashMap<>();
    private final Set<RecordPosition> redriven = new HashSet<>();
    private final Set<String> inDoubt = new HashSet<>();
    private final Map<String, byte @Nullable []> values = new HashMap<>();

    /** Kafka acknowledged a record. */
    public synchronized void acked(RecordPosition at, String key, byte @Nullable [] value) {
        acked.put(at, key);
        values.put(key, value);
    }

    /** Kafka did not acknowledge the record with this key, which may be there. */
    public synchronized void inDoubt(String key, byte @Nullable [] value) {
        inDoubt.add(key);
        values.put(key, value);
    }

    /** The record of a letter was corrected and sent to the topic again: the letter must be resolved. */
    public synchronized void redriven(RecordPosition at) {
        redriven.add(at);
    }

    /** Faults deleted records before they were merged: these may be letters, and need not. */
    public synchronized void lose(Predicate<RecordPosition> gone) {
        acked.entrySet().stream().filter(record -> gone.test(record.getKey()))
                .forEach(record -> lost.put(record.getKey(), record.getValue()));
        acked.keySet().removeAll(lost.keySet());
    }

    /** Whether a record with this key and value was sent, and may be at this position. */
    synchronized boolean mayBecome(RecordPosition at, String key, byte @Nullable [] value) {
        boolean sentHere = key.equals(acked.get(at)) || key.equals(lost.get(at)) || inDoubt.contains(key);
        return sentHere && Arrays.equals(values.get(key), value);
    }

    /** All whose letters must be there. */
    public synchronized Set<RecordPosition> acked() {
        return Set.copyOf(acked.keySet());
    }

    /** All whose letters must be resolved. */
    public synchronized Set<RecordPosition> redriven() {
        return Set.copyOf(redriven);
    }
}
