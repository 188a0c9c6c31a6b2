package io.millrace.bench.chaos.history;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

import io.millrace.landing.letters.RecordPosition;

/** The records that must become dead letters: where they are in Kafka. May be used by any thread. */
public final class SentPoison {
    private final Set<RecordPosition> acked = new HashSet<>();
    private final Set<RecordPosition> lost = new HashSet<>();
    private final Set<RecordPosition> redriven = new HashSet<>();
    private final Set<String> inDoubt = new HashSet<>();

    /** Kafka acknowledged a record. */
    public synchronized void acked(RecordPosition at) {
        acked.add(at);
    }

    /** Kafka did not acknowledge the record with this key, which may be there. */
    public synchronized void inDoubt(String key) {
        inDoubt.add(key);
    }

    /** The record of a letter was corrected and sent to the topic again: the letter must be resolved. */
    public synchronized void redriven(RecordPosition at) {
        redriven.add(at);
    }

    /** Faults deleted records before they were merged: these may be letters, and need not. */
    public synchronized void lose(Predicate<RecordPosition> gone) {
        acked.stream().filter(gone).forEach(lost::add);
        acked.removeAll(lost);
    }

    synchronized boolean mayBecome(RecordPosition at, String key) {
        return acked.contains(at) || lost.contains(at) || inDoubt.contains(key);
    }

    /** All whose letters must be there. */
    public synchronized Set<RecordPosition> acked() {
        return Set.copyOf(acked);
    }

    /** All whose letters must be resolved. */
    public synchronized Set<RecordPosition> redriven() {
        return Set.copyOf(redriven);
    }
}
