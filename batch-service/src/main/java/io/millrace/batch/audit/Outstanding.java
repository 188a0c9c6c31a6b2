package io.millrace.batch.audit;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.millrace.batch.read.OffsetRangeReader;
import io.millrace.table.DeletedOffsets;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;

/**
 * The offsets of a topic that are merged and not audited yet. Pure.
 *
 * @param topic
 *            the topic
 * @param ranges
 *            the offsets that Kafka still has, by partition; none of them empty
 * @param skipped
 *            number of offsets that Kafka deleted after an audit of earlier offsets and before their own, without those that it
 *            deleted before they were merged
 */
record Outstanding(OffsetRangeReader.Topic topic, Map<Integer, OffsetRange> ranges, long skipped) {
    private static final int QUARTER = 4;

    /** The content of the marks of a version. */
    static Outstanding of(OffsetRangeReader.Topic topic, Map<String, Long> marks) {
        Map<Integer, OffsetRange> ranges = new HashMap<>();
        List<DeletedOffsets> deleted = DeletedOffsets.of(marks);
        long[] skipped = {0};
        topic.bounds().forEach((partition, bounds) -> {
            Long audited = marks.get(mark(topic.id(), partition));
            long watermark = Math.min(bounds.until(),
                    marks.getOrDefault(new SourcePartition(topic.id(), partition).applicationId(), 0L));
            long from = Math.max(bounds.from(), audited == null ? 0 : audited);
            if (audited != null) {
                long until = Math.min(bounds.from(), watermark);
                skipped[0] += Math.max(0, until - audited)
                        - deleted.stream()
                                .filter(entry -> entry.source().equals(new SourcePartition(topic.id(), partition)))
                                .mapToLong(entry -> Math.max(0, Math.min(until, entry.offsets().until())
                                        - Math.max(audited, entry.offsets().from())))
                                .sum();
            }
            if (from < watermark) {
                ranges.put(partition, new OffsetRange(from, watermark));
            }
        });
        return new Outstanding(topic, ranges, skipped[0]);
    }

    static String mark(String topicId, int partition) {
        return KeyRota.MARK + topicId + "/" + partition;
    }

    /** The number of offsets. */
    long offsets() {
        return ranges.values().stream().mapToLong(range -> range.until() - range.from()).sum();
    }

    /**
     * Whether a share is due: a quarter of the time for all of them has passed since the last one, or they are as many as one
     * share can have, or Kafka has deleted so much of the topic that the oldest of them are near. Without such offsets a share
     * is due after the same time when the table has files that no share has read.
     *
     * @param sinceLast
     *            time since the last share; negative when a clock was set back
     * @param most
     *            the largest number of offsets of a share
     * @param hasNewFiles
     *            whether the table has files that no share has read; asked only after that time
     */
    boolean isDue(Duration sinceLast, Duration coverWithin, long most, BooleanSupplier hasNewFiles) {
        boolean isTime = sinceLast.isNegative() || sinceLast.multipliedBy(QUARTER).compareTo(coverWithin) >= 0;
        return ranges.isEmpty()
                ? isTime && hasNewFiles.getAsBoolean()
                : isTime || offsets() >= most || isDeletionNear();
    }

    /** Whether less than a quarter of what Kafka has of a partition is older than its first offset here. */
    private boolean isDeletionNear() {
        return ranges.entrySet().stream().anyMatch(range -> {
            OffsetRange bounds = topic.bounds().getOrDefault(range.getKey(), new OffsetRange(0, 0));
            return bounds.from() > 0
                    && QUARTER * (range.getValue().from() - bounds.from()) < bounds.until() - bounds.from();
        });
    }

    /** The first offsets of each partition, as many as one share can have. */
    Map<Integer, OffsetRange> share(long most) {
        if (offsets() <= most) {
            return ranges;
        }
        Map<Integer, OffsetRange> share = new HashMap<>();
        long each = Math.max(1, most / ranges.size());
        ranges.forEach((partition, range) -> share.put(partition,
                new OffsetRange(range.from(), Math.min(range.until(), range.from() + each))));
        return share;
    }
}
