package io.millrace.bench.race;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.millrace.table.EventRow;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import io.millrace.table.SourcePartition;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.OffsetRange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * One process of a race: some writers, each a thread with a table of its own, that go on from the watermarks until their
 * topics end. Prints a line for every commit.
 */
@Command(name = "race-writer", hidden = true)
public final class RaceWriter implements Callable<Integer> {
    private static final int MAX_RANGE = 40;
    private static final int MAX_OVERLAP = 8;
    private static final long INDEX_BYTES = 64L << 20;

    @Mixin
    private RaceTable where = new RaceTable();
    @Option(names = "--seed", required = true)
    private long seed;
    @Option(names = "--end", required = true)
    private long end;
    @Option(names = "--writer", required = true)
    private List<Integer> writers = List.of();
    @Mixin
    private RacePause hold = new RacePause();

    @Override
    public Integer call() throws InterruptedException {
        try (ExecutorService pool = Executors.newFixedThreadPool(writers.size())) {
            List<Future<Integer>> running = new ArrayList<>();
            for (int writer : writers) {
                running.add(pool.submit(() -> write(writer)));
            }
            for (Future<Integer> one : running) {
                one.get();
            }
            return 0;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a writer failed", e.getCause());
        }
    }

    /** Writers take the topics by turns, so that two of four share one. */
    private int write(int writer) throws InterruptedException {
        RaceTopic topic = new RaceTopic(seed, RaceTopic.IDS.get(writer % RaceTopic.IDS.size()), end);
        SplittableRandom random = new SplittableRandom(seed + writer + System.nanoTime());
        String name = "racer-" + Character.toString('a' + writer);
        try (EventTable table = EventTables.open(where.location(), RaceTopic.SHAPE,
                new WriterOptions(name, Duration.ofDays(30), INDEX_BYTES))) {
            int commits = 0;
            for (MicroBatch batch = next(table, topic, name, random); !batch.ranges()
                    .isEmpty(); batch = next(table, topic, name, random)) {
                hold.await();
                switch (table.merge(batch)) {
                    case MergeOutcome.Merged done -> {
                        commits++;
                        System.out.println("commit " + writer + " " + done.attempts());
                    }
                    case MergeOutcome.AlreadyMerged other -> System.out.println("cut " + writer + " 1");
                    case MergeOutcome.OffsetGap gap -> throw new IllegalStateException("a gap: " + gap);
                }
            }
            return commits;
        }
    }

    /** Some partitions that have not ended, each from around its watermark; an empty batch when all have. */
    private static MicroBatch next(EventTable table, RaceTopic topic, String writer, SplittableRandom random) {
        Map<Integer, OffsetRange> ranges = new HashMap<>();
        int offered = random.nextInt(RaceTopic.PARTITIONS);
        for (int i = 0; i < RaceTopic.PARTITIONS && ranges.size() < 2; i++) {
            int partition = (offered + i) % RaceTopic.PARTITIONS;
            long watermark = table.watermark(new SourcePartition(topic.id(), partition)).orElse(0);
            if (watermark < topic.end()) {
                ranges.put(partition, new OffsetRange(Math.max(0, watermark - random.nextInt(MAX_OVERLAP)),
                        Math.min(topic.end(), watermark + 1 + random.nextInt(MAX_RANGE))));
            }
        }
        List<EventRow> rows = new ArrayList<>();
        ranges.forEach((partition, range) -> {
            for (long offset = range.from(); offset < range.until(); offset++) {
                rows.add(topic.at(partition, offset, writer));
            }
        });
        return new MicroBatch(RaceTopic.SHAPE, topic.id(), rows, ranges);
    }
}
