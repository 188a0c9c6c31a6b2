package io.millrace.bench.chaos.history;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The discrepancies of a run: counted by kind, and the first of each kind named. May be used by any thread. */
public final class Discrepancies {
    private static final int MOST_NAMED = 10;

    private final Map<Discrepancy, Long> counts = new EnumMap<>(Discrepancy.class);
    private final List<String> named = new ArrayList<>();
    private final Set<String> once = new HashSet<>();

    /** Adds one. */
    public synchronized void add(Discrepancy kind, String what) {
        if (counts.merge(kind, 1L, Long::sum) <= MOST_NAMED) {
            named.add(kind.label() + ": " + what);
        }
    }

    /** Adds one that may be found again, which is the same one. */
    public synchronized void addOnce(Discrepancy kind, String what) {
        if (once.add(kind.label() + ": " + what)) {
            add(kind, what);
        }
    }

    /** How many there are of a kind. */
    public synchronized long count(Discrepancy kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** Whether there is none. */
    public synchronized boolean isEmpty() {
        return counts.isEmpty();
    }

    /** The first of each kind, each as a line of text. */
    public synchronized List<String> named() {
        return List.copyOf(named);
    }
}
