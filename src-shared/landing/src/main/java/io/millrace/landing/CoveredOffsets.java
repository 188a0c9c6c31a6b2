package io.millrace.landing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

import io.millrace.table.OtherOffsets;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The offsets that were read for a micro-batch, by partition, and the gaps among them: offsets for which there was no record.
 * Most gaps hold transaction markers or records of aborted transactions. Only those below the first offset of the partition
 * were deleted.
 */
public final class CoveredOffsets {
    private final Map<Integer, Cover> covers = new TreeMap<>();
    private @Nullable Cover last;
    private int lastPartition;

    private static final class Cover {
        final long from;
        long until;
        final List<OffsetRange> gaps = new ArrayList<>();

        Cover(long from) {
            this.from = from;
            this.until = from;
        }

        void to(long offset) {
            if (until < offset) {
                gaps.add(new OffsetRange(until, offset));
                until = offset;
            }
        }
    }

    /** Whether these ranges leave out no offset between them and those covered so far. */
    boolean isContinuedBy(Map<Integer, OffsetRange> ranges) {
        return ranges.entrySet().stream().allMatch(range -> {
            Cover cover = covers.get(range.getKey());
            return cover == null || cover.from <= range.getValue().from() && range.getValue().from() <= cover.until;
        });
    }

    /** Begins the ranges of partitions that are not covered yet. */
    void begin(Map<Integer, OffsetRange> ranges) {
        ranges.forEach((partition, range) -> covers.computeIfAbsent(partition, p -> new Cover(range.from())));
    }

    /** Whether the offset of a record was covered before. */
    boolean contains(ConsumerRecord<byte[], byte[]> record) {
        return record.offset() < cover(record.partition()).until;
    }

    /** Covers the offset of a record, and those before it. */
    void add(ConsumerRecord<byte[], byte[]> record) {
        Cover cover = cover(record.partition());
        cover.to(record.offset());
        cover.until = record.offset() + 1;
    }

    /** Covers the ends of ranges whose records were all added. */
    void end(Map<Integer, OffsetRange> ranges) {
        ranges.forEach((partition, range) -> cover(partition).to(range.until()));
    }

    private Cover cover(int partition) {
        Cover known = last;
        if (known == null || lastPartition != partition) {
            known = covers.get(partition);
            if (known == null) {
                throw new IllegalArgumentException("there are records of partition " + partition + " and no range");
            }
            last = known;
            lastPartition = partition;
        }
        return known;
    }

    /** The covered offsets, by partition. */
    public Map<Integer, OffsetRange> ranges() {
        Map<Integer, OffsetRange> ranges = new HashMap<>();
        covers.forEach((partition, cover) -> {
            if (cover.from < cover.until) {
                ranges.put(partition, new OffsetRange(cover.from, cover.until));
            }
        });
        return ranges;
    }

    /** The partitions that have gaps. */
    Set<Integer> partitionsWithGaps() {
        Set<Integer> partitions = new TreeSet<>();
        covers.forEach((partition, cover) -> {
            if (!cover.gaps.isEmpty()) {
                partitions.add(partition);
            }
        });
        return partitions;
    }

    /**
     * The offsets in the gaps.
     *
     * @param beginnings
     *            asks Kafka for the first offset of each of these partitions; not used without gaps
     */
    OtherOffsets inGaps(Function<Set<Integer>, Map<Integer, Long>> beginnings) {
        OtherOffsets others = new OtherOffsets();
        Set<Integer> withGaps = partitionsWithGaps();
        Map<Integer, Long> found = withGaps.isEmpty() ? Map.of() : beginnings.apply(withGaps);
        covers.forEach((partition, cover) -> {
            long beginning = found.getOrDefault(partition, 0L);
            for (OffsetRange gap : cover.gaps) {
                long middle = Math.clamp(beginning, gap.from(), gap.until());
                others.add(partition, new OffsetRange(gap.from(), middle), OtherOffsets.Kind.DELETED);
                others.add(partition, new OffsetRange(middle, gap.until()), OtherOffsets.Kind.WITHOUT_RECORD);
            }
        });
        return others;
    }
}
