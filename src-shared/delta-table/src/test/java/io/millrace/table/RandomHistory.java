package io.millrace.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BinaryOperator;

import io.millrace.table.Fixture.Visit;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.OffsetRange;
import org.jspecify.annotations.Nullable;

/**
 * A random topic and random writers that merge it: duplicates, revisions, late events with another date and region, dead
 * letters, overlapping and re-read batches, batches behind a gap, writers that close and open again. Equal seeds give
 * equal histories, but for the interleaving of concurrent writers.
 */
public final class RandomHistory {
    private static final int MAX_PARTITIONS = 3;
    private static final int MAX_WRITERS = 3;

    private final long seed;
    private final Random random;
    private final List<List<@Nullable Visit>> topic = new ArrayList<>();
    private final long[] base;
    private final long[] started;
    private final int writers;
    private final List<String> violations = new ArrayList<>();
    private boolean startsAnywhere;

    public RandomHistory(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        int partitions = 1 + random.nextInt(MAX_PARTITIONS);
        writers = 2 + random.nextInt(MAX_WRITERS - 1);
        base = new long[partitions];
        started = new long[partitions];
        boolean revisions = random.nextBoolean();
        for (int partition = 0; partition < partitions; partition++) {
            base[partition] = random.nextBoolean() ? 0 : random.nextInt(1_000);
            started[partition] = -1;
            List<@Nullable Visit> log = new ArrayList<>();
            int length = 3 + random.nextInt(20);
            for (int i = 0; i < length; i++) {
                log.add(random.nextInt(10) == 0 ? null : visit(partition, partitions, revisions));
            }
            topic.add(log);
        }
    }

    private Visit visit(int partition, int partitions, boolean revisions) {
        int pk = random.nextInt(3) * partitions + partition; // the pk decides the partition
        return new Visit("pk" + pk, "e" + random.nextInt(3), Fixture.NOW + random.nextInt(3) * Fixture.DAY,
                random.nextBoolean() ? "eu" : "us", revisions ? random.nextInt(3) : 0, random.nextInt(100));
    }

    /** Merges it by writers that take turns; holds every outcome against the oracle's. Empty when all is lawful. */
    public List<String> inTurns(TableBackend place) {
        startsAnywhere = random.nextBoolean();
        MemoryBackend oracle = new MemoryBackend();
        EventTable[] tables = new EventTable[writers];
        long[][] positions = new long[writers][];
        for (int writer = 0; writer < writers; writer++) {
            tables[writer] = place.open(Fixture.SHAPE, name(writer));
            positions[writer] = base.clone();
        }
        try (EventTable model = oracle.open(Fixture.SHAPE, "oracle")) {
            int steps = 3 + random.nextInt(5);
            for (int step = 0; step < steps; step++) {
                int writer = random.nextInt(writers);
                if (random.nextInt(8) == 0) {
                    tables[writer].close();
                    tables[writer] = place.open(Fixture.SHAPE, name(writer));
                }
                MicroBatch batch = batch(ranges(positions[writer], random), writer);
                if (batch.ranges().isEmpty()) {
                    continue;
                }
                MergeOutcome expected = model.merge(batch);
                MergeOutcome actual = tables[writer].merge(batch);
                if (!essence(expected).equals(essence(actual))) {
                    violations.add("step " + step + ": expected " + expected + ", came to " + actual);
                }
                follow(expected, batch, positions[writer]);
            }
            drain(tables[random.nextInt(writers)]);
            check(place, tables[random.nextInt(writers)]);
        } finally {
            for (EventTable table : tables) {
                table.close();
            }
        }
        return reported();
    }

    /** Merges it by writers that all merge all of it at the same time. Empty when all is lawful. */
    public List<String> atOnce(TableBackend place) throws Exception {
        for (int partition = 0; partition < base.length; partition++) {
            started[partition] = base[partition];
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(writers)) {
            List<Future<@Nullable String>> futures = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                int number = writer;
                futures.add(pool.submit(() -> mergeAll(place, number)));
            }
            for (Future<@Nullable String> future : futures) {
                String failure = future.get();
                if (failure != null) {
                    violations.add(failure);
                }
            }
        }
        try (EventTable table = place.open(Fixture.SHAPE, "last")) {
            drain(table);
            check(place, table);
        }
        return reported();
    }

    private @Nullable String mergeAll(TableBackend place, int writer) {
        Random own = new Random(seed * 31 + writer);
        long[] position = base.clone();
        try (EventTable table = place.open(Fixture.SHAPE, name(writer))) {
            for (int step = 0; step < 60 && !atEnd(position); step++) {
                Map<Integer, OffsetRange> ranges = ranges(position, own);
                if (!ranges.isEmpty()) {
                    MicroBatch batch = batch(ranges, writer);
                    follow(table.merge(batch), batch, position);
                }
            }
            return null;
        } catch (RuntimeException e) {
            return name(writer) + " failed: " + e;
        }
    }

    private boolean atEnd(long[] position) {
        for (int partition = 0; partition < position.length; partition++) {
            if (position[partition] < end(partition)) {
                return false;
            }
        }
        return true;
    }

    /** Where the writer goes on reading; after a gap, at the watermark. */
    private void follow(MergeOutcome outcome, MicroBatch batch, long[] position) {
        switch (outcome) {
            case MergeOutcome.OffsetGap gap -> position[gap.partition()] = gap.watermark();
            case MergeOutcome.Merged c -> batch.ranges().forEach((p, range) -> accepted(p, range, position));
            case MergeOutcome.AlreadyMerged a -> batch.ranges().forEach((p, range) -> accepted(p, range, position));
        }
    }

    private void accepted(int partition, OffsetRange range, long[] position) {
        position[partition] = range.until();
        if (started[partition] < 0 && range.until() > range.from()) {
            started[partition] = range.from();
        }
    }

    private Map<Integer, OffsetRange> ranges(long[] position, Random dice) {
        Map<Integer, OffsetRange> ranges = new LinkedHashMap<>();
        for (int partition = 0; partition < position.length; partition++) {
            if (dice.nextInt(10) < 7) {
                long from = switch (dice.nextInt(10)) {
                    case 0, 1 -> base[partition] + dice.nextInt((int) (position[partition] - base[partition]) + 1);
                    case 2, 3 -> Math.min(end(partition), position[partition] + leap(partition, position, dice));
                    default -> position[partition];
                };
                ranges.put(partition, new OffsetRange(from, Math.min(end(partition), from + dice.nextInt(9))));
            }
        }
        return ranges;
    }

    /** Past a record or more: a gap, or, where the table has seen nothing of the partition yet, a later start. */
    private int leap(int partition, long[] position, Random dice) {
        return position[partition] > base[partition] || startsAnywhere ? 1 + dice.nextInt(3) : 0;
    }

    private MicroBatch batch(Map<Integer, OffsetRange> ranges, int writer) {
        List<EventRow> rows = new ArrayList<>();
        ranges.forEach((partition, range) -> rows.addAll(rows(partition, range, name(writer))));
        return new MicroBatch(Fixture.SHAPE, Fixture.TOPIC_ID, rows, ranges);
    }

    private List<EventRow> rows(int partition, OffsetRange range, String writer) {
        List<EventRow> rows = new ArrayList<>();
        for (long offset = range.from(); offset < range.until(); offset++) {
            Visit visit = topic.get(partition).get((int) (offset - base[partition]));
            if (visit != null) {
                rows.add(visit.row(partition, offset, writer));
            }
        }
        return rows;
    }

    private long end(int partition) {
        return base[partition] + topic.get(partition).size();
    }

    private void drain(EventTable table) {
        for (int partition = 0; partition < base.length; partition++) {
            long from = table.watermark(source(partition))
                    .orElse(started[partition] < 0 ? base[partition] : started[partition]);
            if (started[partition] < 0) {
                started[partition] = from;
            }
            if (from < end(partition)) {
                table.merge(batch(Map.of(partition, new OffsetRange(from, end(partition))), 0));
            }
        }
    }

    private void check(TableBackend place, EventTable table) {
        List<EventRow> accepted = new ArrayList<>();
        for (int partition = 0; partition < base.length; partition++) {
            accepted.addAll(rows(partition, new OffsetRange(started[partition], end(partition)), "any"));
            OptionalLong watermark = table.watermark(source(partition));
            if (!watermark.equals(OptionalLong.of(end(partition)))) {
                violations.add("watermark of partition " + partition + " is " + watermark + ", should be "
                        + end(partition));
            }
        }
        Map<EventKey, Map<String, @Nullable Object>> found = new HashMap<>();
        for (Map<String, @Nullable Object> row : place.rows()) {
            EventKey key = new EventKey(String.valueOf(row.get("pk")), String.valueOf(row.get("event_id")));
            if (found.put(key, comparable(row)) != null) {
                violations.add("more than one row of " + key);
            }
        }
        Map<EventKey, EventRow> winners = new LinkedHashMap<>();
        accepted.forEach(row -> winners.merge(row.key(), row,
                BinaryOperator.maxBy(Comparator.comparing(EventRow::precedence))));
        winners.forEach((key, row) -> {
            Map<String, @Nullable Object> lawful = comparable(row.values());
            Map<String, @Nullable Object> there = found.remove(key);
            if (!lawful.equals(there)) {
                violations.add(key + " should be " + lawful + ", is " + there);
            }
        });
        found.keySet().forEach(key -> violations.add("nobody sent " + key));
    }

    /** Who merged it may differ; nothing else may. */
    private static Map<String, @Nullable Object> comparable(Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> values = new HashMap<>(row);
        values.remove("_written_by");
        values.values().removeIf(v -> v == null);
        return values;
    }

    /** The part of an outcome that is the same for every table; versions and attempts differ, and of several gaps any may be reported. */
    private static List<Object> essence(MergeOutcome outcome) {
        return switch (outcome) {
            case MergeOutcome.Merged c -> List.of("committed", c.inserted(), c.replaced(), c.duplicates(), c.cut());
            case MergeOutcome.AlreadyMerged a -> List.of("already merged", a.cut());
            case MergeOutcome.OffsetGap gap -> List.of("gap");
        };
    }

    private static SourcePartition source(int partition) {
        return new SourcePartition(Fixture.TOPIC_ID, partition);
    }

    private static String name(int writer) {
        return "writer-" + writer;
    }

    private List<String> reported() {
        return violations.stream().map(violation -> "seed " + seed + ": " + violation).toList();
    }
}
