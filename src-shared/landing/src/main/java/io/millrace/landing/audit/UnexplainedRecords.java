package io.millrace.landing.audit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.OffsetRange;

/** The records that have no row of their own, by their positions. */
final class UnexplainedRecords {
    /** The events that are looked up together. */
    private static final int LOOKED_UP_AT_ONCE = 10_000;

    private final Map<SourcePartition, OffsetRange> ranges;
    private final Map<SourcePartition, BitSet> gaps = new HashMap<>();
    private final Map<SourcePartition, BitSet> noEvents = new HashMap<>();
    private final List<SoughtEvent> events = new ArrayList<>();

    /** An event whose key may have a row from another offset. */
    private record SoughtEvent(SourcePartition source, long offset, EventKey key) {}

    UnexplainedRecords(Map<SourcePartition, OffsetRange> ranges) {
        this.ranges = ranges;
    }

    /** Finds out which keys are in the table. */
    interface Lookup {
        /** Those of the keys that are in the table. */
        Set<EventKey> present(Set<EventKey> keys);
    }

    /** Adds a record that is no event. */
    void addNoEvent(SourcePartition source, long offset) {
        set(noEvents, source, offset);
        set(gaps, source, offset);
    }

    /** Adds an event whose key no row has. */
    void addGap(SourcePartition source, long offset) {
        set(gaps, source, offset);
    }

    /** Adds an event whose key is looked up later, at the latest by {@link #lookUp}. */
    void add(SourcePartition source, long offset, EventKey key, Lookup lookup) {
        events.add(new SoughtEvent(source, offset, key));
        if (events.size() == LOOKED_UP_AT_ONCE) {
            lookUp(lookup);
        }
    }

    void lookUp(Lookup lookup) {
        if (events.isEmpty()) {
            return;
        }
        Set<EventKey> keys = new HashSet<>();
        events.forEach(event -> keys.add(event.key()));
        Set<EventKey> present = lookup.present(keys);
        events.stream().filter(event -> !present.contains(event.key()))
                .forEach(event -> addGap(event.source(), event.offset()));
        events.clear();
    }

    /**
     * Leaves out the records that have a dead letter, and those that may have had one. Returns the number of the latter: an
     * event has none as a rule, and every other record has one.
     */
    long withoutDeadLettered(AuditedRecords records) {
        if (gaps.isEmpty()) {
            return 0;
        }
        Map<SourcePartition, OffsetRange> spans = new HashMap<>();
        gaps.forEach((source, bits) -> spans.put(source,
                new OffsetRange(from(source) + bits.nextSetBit(0), from(source) + bits.length())));
        records.deadLetters(spans).forEach((source, offsets) -> {
            BitSet of = gaps.get(source);
            OffsetRange span = spans.get(source);
            if (of != null && span != null) {
                offsets.stream().filter(span::contains)
                        .forEach(offset -> of.clear((int) (offset - from(source))));
            }
        });
        if (records.hasAllDeadLetters()) {
            return 0;
        }
        long unjudged = 0;
        for (var entry : gaps.entrySet()) {
            BitSet open = noEvents.getOrDefault(entry.getKey(), new BitSet());
            open.and(entry.getValue());
            entry.getValue().andNot(open);
            unjudged += open.cardinality();
        }
        return unjudged;
    }

    /** The gaps as bits from the start of the range of each partition. */
    Map<SourcePartition, BitSet> gaps() {
        return gaps;
    }

    private void set(Map<SourcePartition, BitSet> bits, SourcePartition source, long offset) {
        bits.computeIfAbsent(source, s -> new BitSet()).set((int) (offset - from(source)));
    }

    private long from(SourcePartition source) {
        OffsetRange range = ranges.get(source);
        if (range == null) {
            throw new IllegalArgumentException("partition " + source + " is not audited");
        }
        return range.from();
    }
}
