package io.millrace.bench.race;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.bench.run.Options;
import io.millrace.bench.run.Progress;
import io.millrace.table.TableReader;
import io.millrace.table.factory.EventTables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code race}: starts the processes of the writers, two that append bronze and keep the letters, one that maintains the
 * tables, and perhaps Spark, kills some of Millrace, and checks the tables when all are done.
 */
@Command(name = "race", description = "Processes write a table, its bronze and its letters, are killed, and every row is checked.", mixinStandardHelpOptions = true)
public final class Race implements Callable<Integer> {
    private static final int ROWS_PER_COMMIT = 40;
    /** Processes that append bronze and keep the letters. */
    private static final int RAW_PROCESSES = 2;
    /** Records of the bronze table for each event: an append is so much faster than a merge that few would race. */
    private static final int RECORDS_PER_EVENT = 4;
    private static final long POLL_MILLIS = 20;
    /** Longer than most merges, so that a kill meets any phase of one. */
    private static final int KILL_WITHIN_MILLIS = 500;

    @Mixin
    private final Progress progress = new Progress();
    @Option(names = "--writers", defaultValue = "4", description = "Total number of writers (${DEFAULT-VALUE}).")
    private int writers;
    @Option(names = "--processes", defaultValue = "2", description = "Processes that run the writers (${DEFAULT-VALUE}).")
    private int processes;
    @Option(names = "--commits", defaultValue = "2000", description = "Approximate number of commits (${DEFAULT-VALUE}).")
    private int commits;
    @Option(names = "--kills", defaultValue = "12", description = "Number of times that a process is killed (${DEFAULT-VALUE}).")
    private int kills;
    @Option(names = "--seed", defaultValue = "1", description = "Seed of all deliveries (${DEFAULT-VALUE}).")
    private long seed;
    @Option(names = "--storage", defaultValue = "local", description = "local: a temporary folder; s3: an S3 server that runs for the race (${DEFAULT-VALUE}).")
    private RaceStorage.Storage storage = RaceStorage.Storage.LOCAL;
    @Option(names = "--spark", description = "Spark writes the table at the same time: INSERT, MERGE, UPDATE, DELETE, OPTIMIZE and VACUUM. Only with --storage local.")
    private boolean spark;

    private final RaceStatistics tally = new RaceStatistics();
    private final SparkOperations ledger = new SparkOperations();
    private int rawKills;

    /** Starts a process of the race, for the first time or after it was killed. */
    private interface Starter {
        RaceChild start() throws IOException;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Options.require(!spark || storage == RaceStorage.Storage.LOCAL,
                "--spark races in a local folder only: leave --storage away.");
        Options.atLeast(1, "--writers", writers);
        Options.atLeast(1, "--processes", processes);
        Options.atLeast(1, "--commits", commits);
        Options.atLeast(0, "--kills", kills);
        try (RaceStorage place = RaceStorage.of(storage)) {
            place.properties().forEach(System::setProperty);
            long started = System.nanoTime();
            long end = (long) commits * ROWS_PER_COMMIT / RaceTopic.IDS.size() / RaceTopic.PARTITIONS;
            List<RaceTopic> topics = RaceTopic.IDS.stream().map(id -> new RaceTopic(seed, id, end)).toList();
            RaceRecords records = new RaceRecords(seed, RECORDS_PER_EVENT * end);
            int killed = race(place, topics.getFirst(), records);
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started);
            try (TableReader table = EventTables.read(place.table());
                    TableReader bronze = EventTables.read(RaceTable.bronze(place.table()));
                    TableReader letters = EventTables.read(RaceTable.letters(place.table()))) {
                RaceCheck check = RaceCheck.of(table, topics, ledger, removals(place));
                RawCheck rawCheck = RawCheck.of(bronze, letters, records);
                boolean ok = check.ok() && rawCheck.ok() && (!spark || ledger.agrees(check));
                ObjectNode report = report(check, killed, seconds, table.status().orElseThrow().version());
                rawCheck.report(report);
                System.out.println(report.put("ok", ok));
                return ok ? 0 : 1;
            }
        }
    }

    private List<RowRemoval> removals(RaceStorage place) throws IOException {
        return spark ? RowRemoval.of(ledger, RaceTable.folder(place.table())) : List.of();
    }

    private ObjectNode report(RaceCheck check, int killed, long seconds, long version) {
        ObjectNode report = new ObjectMapper().createObjectNode();
        report.put("storage", storage.name().toLowerCase(java.util.Locale.ROOT)).put("rows", check.rows())
                .put("distinct", check.distinct()).put("missing", check.missing()).put("extra", check.extra())
                .put("wrong_revision", check.wrongRevision()).put("watermarks_short", check.watermarksShort());
        tally.report(report);
        if (spark) {
            report.put("lost_updates", check.lostUpdates());
            ledger.report(report);
        }
        return report.put("table_version", version).put("kills", killed)
                .put("kills_of_raw_writers", rawKills).put("seconds", seconds);
    }

    /** Runs all processes to their end, killing on the way; returns the number of kills. */
    private int race(RaceStorage place, RaceTopic topic, RaceRecords records) throws IOException, InterruptedException {
        try (SparkProcess sparkProcess = spark ? SparkProcess.start(place, topic, ledger) : SparkProcess.none()) {
            List<Starter> starters = new ArrayList<>();
            for (int process = 0; process < processes; process++) {
                int number = process;
                starters.add(() -> start(place, sparkProcess, topic.end(), number));
            }
            for (int process = 0; process < RAW_PROCESSES; process++) {
                int number = process;
                starters.add(() -> startRaw(place, records, number));
            }
            starters.add(() -> startUpkeep(place, sparkProcess));
            List<RaceChild> running = new ArrayList<>();
            for (Starter starter : starters) {
                running.add(starter.start());
            }
            int killed = killOnTheWay(starters, running, sparkProcess);
            running.removeLast().kill();
            for (RaceChild process : running) {
                int code = process.end();
                if (code != 0) {
                    throw new IllegalStateException("a writer process ended with " + code
                            + "; what it said is above");
                }
            }
            sparkProcess.finish();
            return killed;
        }
    }

    /**
     * Kills are spread over the commits, not over time: a process that is killed while it starts proves nothing. The last
     * process is the upkeep.
     */
    private int killOnTheWay(List<Starter> starters, List<RaceChild> running, SparkProcess sparkProcess)
            throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        int killed = 0;
        int upkeep = starters.size() - 1;
        while (running.subList(0, upkeep).stream().anyMatch(RaceChild::isAlive)) {
            Thread.sleep(POLL_MILLIS);
            sparkProcess.assertAlive();
            if (spark) {
                sparkProcess.giveItAMoment((double) tally.committed() / commits);
            }
            if (killed == kills || tally.committed() < (killed + 1L) * commits / (kills + 1)) {
                continue;
            }
            Thread.sleep(random.nextInt(KILL_WITHIN_MILLIS));
            int victim = random.nextInt(starters.size());
            if (running.get(victim).isAlive()) {
                running.get(victim).kill();
                killed++;
                rawKills += victim >= processes && victim < upkeep ? 1 : 0;
                progress.say("killed process " + victim + " after " + tally.committed() + " commits");
                running.set(victim, starters.get(victim).start());
            }
        }
        return killed;
    }

    private RaceChild start(RaceStorage place, SparkProcess sparkProcess, long end, int process) throws IOException {
        List<String> options = new ArrayList<>(RaceTable.options(place.table()));
        options.addAll(List.of("--seed", "" + seed, "--end", "" + end));
        for (int writer = process; writer < writers; writer += processes) {
            options.addAll(List.of("--writer", "" + writer));
        }
        options.addAll(sparkProcess.holdOptions());
        return RaceChild.ofOurs(place.properties(), "race-writer", options, tally::take);
    }

    private RaceChild startRaw(RaceStorage place, RaceRecords records, int process) throws IOException {
        List<String> options = new ArrayList<>(RaceTable.options(place.table()));
        options.addAll(List.of("--seed", "" + seed, "--end", "" + records.end(), "--writer", "" + process));
        return RaceChild.ofOurs(place.properties(), "race-raw", options, tally::take);
    }

    private RaceChild startUpkeep(RaceStorage place, SparkProcess sparkProcess) throws IOException {
        List<String> options = new ArrayList<>(RaceTable.options(place.table()));
        options.addAll(sparkProcess.holdOptions());
        return RaceChild.ofOurs(place.properties(), "race-upkeep", options, tally::take);
    }
}
