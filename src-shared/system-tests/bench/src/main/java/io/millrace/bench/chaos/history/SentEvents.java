package io.millrace.bench.chaos.history;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import io.millrace.table.mergerule.EventKey;

/** Every event that was sent, with the certainty that it is stored. The same key and revision is always the same event. May be used by any thread. */
public final class SentEvents {
    private final Map<EventKey, TreeMap<Long, Sent>> byKey = new HashMap<>();

    private record Sent(ChaosEvent event, Certainty certainty) {
        Sent or(Certainty other) {
            return other.compareTo(certainty) > 0 ? new Sent(event, other) : this;
        }
    }

    /** Records an attempt. */
    public synchronized void record(Collection<ChaosEvent> events, Certainty certainty) {
        for (ChaosEvent event : events) {
            Sent sent = byKey.computeIfAbsent(event.key(), key -> new TreeMap<>())
                    .merge(event.revision(), new Sent(event, certainty), (before, now) -> before.or(certainty));
            if (!sent.event().equals(event)) {
                throw new IllegalArgumentException("another event was sent with this key and revision: " + event);
            }
        }
    }

    /** The certainty of an event; empty when it was never sent. */
    synchronized Optional<Certainty> certainty(ChaosEvent event) {
        return Optional.ofNullable(byKey.get(event.key())).map(revisions -> revisions.get(event.revision()))
                .filter(sent -> sent.event().equals(event)).map(Sent::certainty);
    }

    /** The highest revision of a key that was acknowledged; empty when none was. */
    synchronized Optional<Long> highestAcked(EventKey key) {
        return byKey.getOrDefault(key, new TreeMap<>()).descendingMap().values().stream()
                .filter(sent -> sent.certainty() == Certainty.ACKED).map(sent -> sent.event().revision()).findFirst();
    }

    /** The keys of which an event was acknowledged. */
    synchronized Set<EventKey> ackedKeys() {
        return keys(Certainty.ACKED);
    }

    /** The number of keys whose best certainty is this one. */
    public synchronized long count(Certainty certainty) {
        return keys(certainty).size();
    }

    private Set<EventKey> keys(Certainty certainty) {
        Set<EventKey> found = new HashSet<>();
        byKey.forEach((key, revisions) -> {
            if (revisions.values().stream().map(Sent::certainty).max(Certainty::compareTo).orElseThrow() == certainty) {
                found.add(key);
            }
        });
        return found;
    }
}
