package io.millrace.bench.chaos.history;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.millrace.table.mergerule.EventKey;

/** Every event that was sent, with the certainty that it is stored. The same key and revision is always the same event. May be used by any thread. */
public final class SentEvents {
    private final Map<EventKey, TreeMap<Long, Sent>> byKey = new HashMap<>();

    private final Set<EventKey> withdrawn = new HashSet<>();
    /** The highest revision of each key of which Kafka has a record in the end. */
    private final Map<EventKey, Long> inKafka = new HashMap<>();

    /**
     * An event.
     *
     * @param unacked
     *            the best certainty of all attempts that were not acknowledged
     * @param acks
     *            the number of acknowledgements whose records are not lost
     */
    private record Sent(ChaosEvent event, Certainty unacked, int acks) {
        static Sent of(ChaosEvent event, Certainty certainty) {
            return certainty == Certainty.ACKED
                    ? new Sent(event, Certainty.FAILED, 1)
                    : new Sent(event, certainty, 0);
        }

        Sent and(Sent other) {
            return new Sent(event, unacked.compareTo(other.unacked) > 0 ? unacked : other.unacked, acks + other.acks);
        }

        Sent withoutOne() {
            if (acks == 0) {
                throw new IllegalStateException("no acknowledgement of " + event + " is left to lose");
            }
            return new Sent(event, Certainty.IN_DOUBT, acks - 1);
        }

        Certainty certainty() {
            return acks > 0 ? Certainty.ACKED : unacked;
        }
    }

    /** Records an attempt. */
    public synchronized void record(Collection<ChaosEvent> events, Certainty certainty) {
        for (ChaosEvent event : events) {
            Sent sent = byKey.computeIfAbsent(event.key(), key -> new TreeMap<>())
                    .merge(event.revision(), Sent.of(event, certainty), Sent::and);
            if (!sent.event().equals(event)) {
                throw new IllegalArgumentException("another event was sent with this key and revision: " + event);
            }
        }
    }

    /** A fault deleted the record of one acknowledgement of an event: without another one it may be in the table, and need not. */
    synchronized void lose(ChaosEvent event) {
        TreeMap<Long, Sent> revisions = byKey.getOrDefault(event.key(), new TreeMap<>());
        Sent left = revisions.computeIfPresent(event.revision(), (revision, sent) -> sent.withoutOne());
        if (left == null) {
            throw new IllegalArgumentException("was never sent: " + event);
        }
        if (left.acks() == 0) {
            withdrawn.add(event.key());
        }
    }

    /** The keys that lost every acknowledgement to a fault. */
    synchronized Set<EventKey> withdrawnKeys() {
        Set<EventKey> keys = new HashSet<>(withdrawn);
        keys.removeAll(ackedKeys());
        return keys;
    }

    /**
     * Kafka has a record of an event when the run is over: the event must be in the table then, whether it was acknowledged or
     * not. Without a meaning for an event that was never sent in this form.
     */
    public synchronized void isInKafka(EventKey key, long revision, long amount) {
        Sent at = byKey.getOrDefault(key, new TreeMap<>()).get(revision);
        if (at != null && at.event().amount() == amount) {
            inKafka.merge(key, revision, Math::max);
        }
    }

    /** The keys that must be in the table: acknowledged, or in Kafka in the end. */
    synchronized Set<EventKey> requiredKeys() {
        Set<EventKey> keys = ackedKeys();
        keys.addAll(inKafka.keySet());
        return keys;
    }

    /** The lowest revision that a row of a key may have; empty when the key need not be there. */
    synchronized Optional<Long> requiredRevision(EventKey key) {
        return Stream.concat(highestAcked(key).stream(), Optional.ofNullable(inKafka.get(key)).stream())
                .max(Long::compareTo);
    }

    /** The certainty of an event; empty when it was never sent. */
    synchronized Optional<Certainty> certainty(ChaosEvent event) {
        return Optional.ofNullable(byKey.get(event.key())).map(revisions -> revisions.get(event.revision()))
                .filter(sent -> sent.event().equals(event)).map(Sent::certainty);
    }

    /** The highest revision of a key that was acknowledged; empty when none was. */
    private Optional<Long> highestAcked(EventKey key) {
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
