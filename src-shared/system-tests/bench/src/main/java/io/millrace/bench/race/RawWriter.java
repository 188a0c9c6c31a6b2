package io.millrace.bench.race;

import java.time.Clock;
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

import io.millrace.landing.BronzeAppender;
import io.millrace.landing.LetterCollector;
import io.millrace.landing.RecordCollector;
import io.millrace.landing.UnlandedRecords;
import io.millrace.landing.bronze.BronzeTable;
import io.millrace.landing.letters.LetterTable;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.SourcePartition;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A process of a race that appends records to the bronze table, and merges letters into their table and redrives, parks and
 * resolves them, each in a thread, from the watermarks until the topics end. Prints a line for every commit.
 */
@Command(name = "race-raw", hidden = true)
public final class RawWriter implements Callable<Integer> {
    private static final int MAX_RANGE = 40;
    private static final int MAX_OVERLAP = 8;
    private static final int UNSETTLED_COMMITS = 4;
    private static final long MOST_BYTES = 16L << 20;
    private static final long INDEX_BYTES = 64L << 20;

    @Mixin
    private RaceTable where = new RaceTable();
    @Option(names = "--seed", required = true)
    private long seed;
    @Option(names = "--end", required = true)
    private long end;
    @Option(names = "--writer", required = true)
    private int writer;

    /** A topic that is computed. */
    private interface Topic {
        ConsumerRecord<byte[], byte[]> at(int partition, long offset);
    }

    @Override
    public Integer call() throws InterruptedException {
        RaceRecords records = new RaceRecords(seed, end);
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            Future<?> bronze = pool.submit(() -> appendBronze(records));
            Future<?> letters = pool.submit(() -> keepLetters(new RaceLetters(records)));
            bronze.get();
            letters.get();
            return 0;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a writer failed", e.getCause());
        }
    }

    private void appendBronze(RaceRecords records) {
        String name = name("bronze");
        try (EventTable table = EventTables.open(RaceTable.bronze(where.location()), BronzeTable.SHAPE,
                new WriterOptions(name, Duration.ofDays(1), 0))) {
            BronzeAppender appender = new BronzeAppender(table, Clock.systemUTC(), MOST_BYTES);
            SplittableRandom random = random();
            Map<Integer, OffsetRange> next = next(table, RaceRecords.TOPIC_ID, records.end(), random);
            while (!next.isEmpty()) {
                write(appender, RaceRecords.TOPIC_ID, records::at, next, name);
                next = next(table, RaceRecords.TOPIC_ID, records.end(), random);
            }
        }
    }

    private void keepLetters(RaceLetters letters) {
        String name = name("letters");
        try (EventTable table = EventTables.open(RaceTable.letters(where.location()), LetterTable.SHAPE,
                new WriterOptions(name, LetterTable.HORIZON, INDEX_BYTES))) {
            LetterCollector collector = new LetterCollector(RaceTopic.CONTRACT.stream(), table, RaceLetters.PARSING,
                    MOST_BYTES);
            LetterSettling settling = new LetterSettling(RaceTable.letters(where.location()), table);
            SplittableRandom random = random();
            Map<Integer, OffsetRange> next = next(table, RaceLetters.TOPIC_ID, letters.end(), random);
            while (!next.isEmpty()) {
                write(collector, RaceLetters.TOPIC_ID, letters::at, next, name);
                if (random.nextInt(UNSETTLED_COMMITS) == 0) {
                    settling.run();
                }
                next = next(table, RaceLetters.TOPIC_ID, letters.end(), random);
            }
            while (settling.run() > 0) { // What another process redrives meanwhile is resolved, too.
            }
        }
    }

    private String name(String table) {
        return "racer-" + table + "-" + Character.toString('a' + writer);
    }

    private SplittableRandom random() {
        return new SplittableRandom(seed + writer + System.nanoTime());
    }

    /** Some partitions that have not ended, each from around its watermark; none when all have ended. */
    private static Map<Integer, OffsetRange> next(EventTable table, String topicId, long end, SplittableRandom random) {
        Map<Integer, OffsetRange> ranges = new HashMap<>();
        int offered = random.nextInt(RaceTopic.PARTITIONS);
        for (int i = 0; i < RaceTopic.PARTITIONS && ranges.size() < 2; i++) {
            int partition = (offered + i) % RaceTopic.PARTITIONS;
            long watermark = table.watermark(new SourcePartition(topicId, partition)).orElse(0);
            if (watermark < end) {
                ranges.put(partition, new OffsetRange(Math.max(0, watermark - random.nextInt(MAX_OVERLAP)),
                        Math.min(end, watermark + 1 + random.nextInt(MAX_RANGE))));
            }
        }
        return ranges;
    }

    private static void write(RecordCollector collector, String topicId, Topic topic, Map<Integer, OffsetRange> ranges,
            String name) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        ranges.forEach((partition, range) -> {
            for (long offset = range.from(); offset < range.until(); offset++) {
                records.add(topic.at(partition, offset));
            }
        });
        if (!collector.add(topicId, new UnlandedRecords(records, ranges)).isEmpty()) {
            throw new IllegalStateException("records of " + ranges + " do not fit into a commit");
        }
        switch (collector.write(partitions -> Map.of())) {
            case MergeOutcome.Merged done -> System.out.println("raw " + name + " " + done.attempts());
            case MergeOutcome.AlreadyMerged other -> System.out.println("cut " + name + " 1");
            case MergeOutcome.OffsetGap gap -> throw new IllegalStateException("a gap: " + gap);
        }
    }
}
