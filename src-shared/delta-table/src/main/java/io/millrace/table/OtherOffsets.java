package io.millrace.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.table.mergerule.OffsetRange;
import org.jspecify.annotations.Nullable;

/**
 * The offsets of a micro-batch that are not events, by partition: dead letters, offsets that hold no record, and offsets that
 * Kafka deleted before they were read.
 */
public final class OtherOffsets {
    /** Nothing is known: every offset that is not an event counts as one without a record. */
    public static final OtherOffsets UNKNOWN = new OtherOffsets(null);

    private final @Nullable Map<Integer, List<Part>> parts;

    private record Part(OffsetRange offsets, Kind kind) {}

    /** The outcome of an offset that is not an event. */
    public enum Kind {
        /** A record that was written to the dead-letter topic. */
        DEAD_LETTER,
        /** Transaction markers, records of aborted transactions, and records that compaction removed. */
        WITHOUT_RECORD,
        /** Kafka deleted it before it was read. */
        DELETED
    }

    /**
     * The numbers of such offsets.
     *
     * @param deadLetters
     *            records that were written to the dead-letter topic
     * @param withoutRecord
     *            offsets that hold no record
     * @param deleted
     *            offsets that Kafka deleted before they were read
     */
    public record Counts(long deadLetters, long withoutRecord, long deleted) {
        /** None. */
        public static final Counts NONE = new Counts(0, 0, 0);

        /** The sum of both. */
        public Counts plus(Counts more) {
            return new Counts(deadLetters + more.deadLetters, withoutRecord + more.withoutRecord,
                    deleted + more.deleted);
        }

        /** All of them. */
        public long total() {
            return deadLetters + withoutRecord + deleted;
        }
    }

    /** No offset so far. */
    public OtherOffsets() {
        this(new HashMap<>());
    }

    private OtherOffsets(@Nullable Map<Integer, List<Part>> parts) {
        this.parts = parts;
    }

    /**
     * Adds offsets of a partition; none may be added twice.
     *
     * @throws IllegalStateException
     *             for {@link #UNKNOWN}
     */
    public void add(int partition, OffsetRange offsets, Kind kind) {
        if (parts == null) {
            throw new IllegalStateException("offsets cannot be added to those of which nothing is known");
        }
        parts.computeIfAbsent(partition, p -> new ArrayList<>()).add(new Part(offsets, kind));
    }

    /** The offsets within a range of a partition that Kafka deleted. */
    public List<OffsetRange> deleted(int partition, OffsetRange range) {
        List<OffsetRange> deleted = new ArrayList<>();
        if (parts != null) {
            for (Part part : parts.getOrDefault(partition, List.of())) {
                long from = Math.max(part.offsets().from(), range.from());
                long until = Math.min(part.offsets().until(), range.until());
                if (part.kind() == Kind.DELETED && from < until) {
                    deleted.add(new OffsetRange(from, until));
                }
            }
        }
        return deleted;
    }

    /**
     * Counts those within a range of a partition.
     *
     * @param events
     *            the number of events within the range
     * @throws IllegalStateException
     *             when the events and these offsets are not exactly the offsets of the range
     */
    public Counts count(int partition, OffsetRange range, long events) {
        long length = range.until() - range.from();
        if (parts == null) {
            return new Counts(0, length - events, 0);
        }
        long[] counted = new long[Kind.values().length];
        for (Part part : parts.getOrDefault(partition, List.of())) {
            counted[part.kind().ordinal()] += Math.max(0, Math.min(part.offsets().until(), range.until())
                    - Math.max(part.offsets().from(), range.from()));
        }
        Counts counts = new Counts(counted[Kind.DEAD_LETTER.ordinal()], counted[Kind.WITHOUT_RECORD.ordinal()],
                counted[Kind.DELETED.ordinal()]);
        if (events + counts.total() != length) {
            throw new IllegalStateException("the offsets of partition " + partition + " do not add up: " + length
                    + " were read from " + range.from() + " to " + range.until() + ", of which " + events
                    + " are events and " + counts);
        }
        return counts;
    }
}
