package io.millrace.bench.chaos;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import io.millrace.bench.chaos.fault.Topic;
import io.millrace.bench.chaos.history.AckedRecords;
import io.millrace.bench.chaos.history.DeletedOffsets;
import io.millrace.bench.chaos.history.Discrepancies;
import io.millrace.bench.chaos.history.Discrepancy;
import io.millrace.bench.chaos.history.SentPoison;
import io.millrace.table.Books;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;

/** The topic of events. Knows the exact offsets that faults deleted before they were merged. */
final class ChaosTopic implements Topic {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** Longer than a request waits for its answer. */
    private static final long ANSWERED_NANOS = TimeUnit.SECONDS.toNanos(16);
    private static final String METRIC = "millrace_offsets_lost_total";

    private final ChaosSystem system;
    private final ChaosTables tables;
    private final AckedRecords acked;
    private final Lock lock = new ReentrantLock();
    private final DeletedOffsets deletedOfBronze = new DeletedOffsets();
    private final Map<String, Long> deletedByTopic = new HashMap<>();
    private long replacedAt = System.nanoTime() - ANSWERED_NANOS;
    private long unreported;

    ChaosTopic(ChaosSystem system, ChaosTables tables, AckedRecords acked) {
        this.system = system;
        this.tables = tables;
        this.acked = acked;
        acked.begin(tables.topicId());
    }

    @Override
    public void alone(Change change) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void replace(long awayMillis) throws InterruptedException {
        settle();
        acked.replacing();
        system.cluster().replaceTopic(awayMillis);
        reopen("the new topic can be read");
        acked.replaced(tables.topicId());
        replacedAt = System.nanoTime();
    }

    @Override
    public void grow(int partitions) throws InterruptedException {
        system.cluster().addPartitions(partitions);
        reopen("the new partitions can be read");
    }

    private void reopen(String what) throws InterruptedException {
        Deadline.of(PATIENCE).until(what, () -> {
            tables.reopen();
            return true;
        });
    }

    @Override
    public void overtakeReaders(SplittableRandom random) throws InterruptedException {
        settle();
        Map<String, Long> marks = ChaosTables.marks(tables.rows());
        Map<String, Long> bronzeMarks = ChaosTables.marks(tables.bronze());
        Map<Integer, Long> begins = new HashMap<>();
        Deadline.of(PATIENCE).until("Kafka has records that are not merged", () -> {
            Map<Integer, OffsetRange> unmerged = new TreeMap<>();
            tables.ends().forEach((partition, end) -> unmerged.put(partition,
                    new OffsetRange(marks.getOrDefault(source(partition).applicationId(), 0L), end)));
            begins.putAll(DeletedOffsets.draw(unmerged, random));
            return !begins.isEmpty();
        });
        Deadline.of(PATIENCE).until("Kafka deletes records", () -> system.cluster().deleteRecords(begins));
        begins.forEach((partition, begin) -> {
            SourcePartition source = source(partition);
            OffsetRange range = new OffsetRange(marks.getOrDefault(source.applicationId(), 0L), begin);
            acked.deleted(source, range);
            deletedByTopic.merge(source.topicId(), range.until() - range.from(), Long::sum);
            unreported += range.until() - range.from();
            long bronzeMark = bronzeMarks.getOrDefault(source.applicationId(), 0L);
            if (bronzeMark < begin) {
                deletedOfBronze.add(source, new OffsetRange(bronzeMark, begin));
            }
        });
    }

    private SourcePartition source(int partition) {
        return new SourcePartition(tables.topicId(), partition);
    }

    /** Finds out to which topic the acknowledgements belong that came while it was replaced. */
    private void settle() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(replacedAt + ANSWERED_NANOS - System.nanoTime());
        acked.settle(ranges -> tables.recordsOf(ranges)::contains);
    }

    /** The system is fresh again: what was deleted must be in the metrics of the writers, which started after it was. */
    void recovered(Discrepancies found) throws InterruptedException {
        if (System.nanoTime() - replacedAt > ANSWERED_NANOS) {
            settle();
        }
        acked.merged(ChaosTables.marks(tables.rows()));
        if (unreported > 0) {
            double reported = system.metric(METRIC);
            if (reported != unreported) {
                found.add(Discrepancy.DELETED_MISCOUNTED,
                        METRIC + " is " + reported + " over all writers, and Kafka deleted "
                                + unreported + " offsets that were not merged");
            }
            unreported = 0;
        }
    }

    /** Load and faults are over, and all is merged: takes back the acknowledgements of what is gone, and checks the books. */
    void end(SentPoison poison, Discrepancies found) throws InterruptedException {
        settle();
        Map<String, Long> marks = ChaosTables.marks(tables.rows());
        acked.end(marks);
        poison.lose(at -> acked.isGone(at, marks));
        Set<String> topicIds = new TreeSet<>(Books.of(marks).keySet());
        topicIds.addAll(deletedByTopic.keySet());
        topicIds.forEach(topicId -> {
            Books books = Books.of(topicId, marks);
            long deleted = deletedByTopic.getOrDefault(topicId, 0L);
            if (books.others().deleted() != deleted) {
                found.add(Discrepancy.DELETED_MISCOUNTED, "the books of topic " + topicId + " count "
                        + books.others().deleted() + " deleted offsets, and Kafka deleted " + deleted
                        + " that were not merged");
            }
        });
    }

    /** The offsets that the bronze table cannot have. */
    DeletedOffsets deletedOfBronze() {
        return deletedOfBronze;
    }
}
