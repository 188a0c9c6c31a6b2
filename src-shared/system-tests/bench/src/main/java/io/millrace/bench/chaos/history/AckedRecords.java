package io.millrace.bench.chaos.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;

import io.millrace.landing.letters.RecordPosition;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;

/**
 * Where the records of acknowledged events are in Kafka, as long as they are not known to be merged: a fault that deletes
 * records takes back the acknowledgements of exactly these events. Acknowledgements do not name the id of the topic, so those
 * that come while the topic is replaced are held back until {@link #settle}. May be used by any thread.
 */
public final class AckedRecords {
    private final SentEvents sent;
    private final List<Acked> held = new ArrayList<>();
    private final List<Acked> unsure = new ArrayList<>();
    private final DeletedOffsets deleted = new DeletedOffsets();
    private String topicId = "";
    private String before = "";

    private record Acked(ChaosEvent event, RecordPosition at) {
        Acked in(String topicId) {
            return new Acked(event, new RecordPosition(topicId, at.partition(), at.offset()));
        }

        boolean isBelow(Map<String, Long> watermarks) {
            return at.offset() < watermarks.getOrDefault(source(at).applicationId(), 0L);
        }
    }

    public AckedRecords(SentEvents sent) {
        this.sent = sent;
    }

    /** The first topic has this id. */
    public synchronized void begin(String id) {
        topicId = id;
    }

    /** Kafka has the record of an event that was recorded as acknowledged. */
    public synchronized void acked(ChaosEvent event, int partition, long offset) {
        Acked one = new Acked(event, new RecordPosition(topicId, partition, offset));
        if (before.isEmpty()) {
            hold(one);
        } else {
            unsure.add(one);
        }
    }

    /** The topic will be deleted now, and created again. */
    public synchronized void replacing() {
        if (!before.isEmpty()) {
            throw new IllegalStateException("the acknowledgements of the topic before are not settled");
        }
        before = topicId;
    }

    /** The topic was created again with this id; acknowledgements of the old one may still come. */
    public synchronized void replaced(String id) {
        topicId = id;
    }

    /**
     * Every acknowledgement of the old topic has come: those that come from now on belong to the new one. Those that came until now
     * belong to it if it has them.
     *
     * @param records
     *            reads these offsets of the new topic, by partition; the answer says whether it has the record of an event at a
     *            position
     */
    public void settle(Function<Map<Integer, OffsetRange>, BiPredicate<RecordPosition, ChaosEvent>> records) {
        List<Acked> open;
        String old;
        synchronized (this) {
            open = List.copyOf(unsure);
            old = before;
            unsure.clear();
            before = "";
        }
        if (open.isEmpty()) {
            return;
        }
        Map<Integer, OffsetRange> ranges = new HashMap<>();
        open.forEach(one -> ranges.merge(one.at().partition(),
                new OffsetRange(one.at().offset(), one.at().offset() + 1),
                (a, b) -> new OffsetRange(Math.min(a.from(), b.from()), Math.max(a.until(), b.until()))));
        BiPredicate<RecordPosition, ChaosEvent> isThere = records.apply(ranges);
        synchronized (this) {
            for (Acked one : open) {
                Acked inNew = one.in(topicId);
                hold(isThere.test(inNew.at(), one.event()) ? inNew : one.in(old));
            }
        }
    }

    /** Kafka deleted these offsets before they were merged. */
    public synchronized void deleted(SourcePartition source, OffsetRange range) {
        deleted.add(source, range);
        lose(one -> isDeleted(one.at()));
    }

    /** Forgets what is merged. */
    public synchronized void merged(Map<String, Long> watermarks) {
        held.removeIf(one -> one.isBelow(watermarks));
    }

    /** Nothing of topics that were replaced will be merged any more. */
    public synchronized void end(Map<String, Long> watermarks) {
        lose(one -> isGone(one.at(), watermarks));
    }

    /** Whether a record was deleted with its topic, or by itself, before it was merged. */
    public synchronized boolean isGone(RecordPosition at, Map<String, Long> watermarks) {
        return isDeleted(at) || !at.topicId().equals(topicId)
                && at.offset() >= watermarks.getOrDefault(source(at).applicationId(), 0L);
    }

    private void hold(Acked one) {
        if (isDeleted(one.at())) {
            sent.lose(one.event());
        } else {
            held.add(one);
        }
    }

    private void lose(Predicate<Acked> which) {
        Collection<Acked> lost = held.stream().filter(which).toList();
        lost.forEach(one -> sent.lose(one.event()));
        held.removeAll(lost);
    }

    private boolean isDeleted(RecordPosition at) {
        return deleted.has(source(at), at.offset());
    }

    private static SourcePartition source(RecordPosition at) {
        return new SourcePartition(at.topicId(), at.partition());
    }
}
