package io.millrace.race;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.bench.Bench;
import io.millrace.bench.Folders;
import io.millrace.table.EventTables;
import io.millrace.table.TableReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code race}: starts the processes of the writers and one that keeps the table up, kills some of them, and checks the
 * table when all are done.
 */
@Command(name = "race", description = "Processes hammer one table and are killed; then every row is checked.", mixinStandardHelpOptions = true)
public final class Race implements Callable<Integer> {
    private static final int ROWS_PER_COMMIT = 40;
    private static final long POLL_MILLIS = 20;
    /** Longer than most merges, so that a kill meets any phase of one. */
    private static final int KILL_WITHIN_MILLIS = 500;

    @Option(names = "--json", description = "Only the line of JSON.")
    private boolean json;
    @Option(names = "--writers", defaultValue = "4", description = "Writers in all (${DEFAULT-VALUE}).")
    private int writers;
    @Option(names = "--processes", defaultValue = "2", description = "Processes that they are spread over (${DEFAULT-VALUE}).")
    private int processes;
    @Option(names = "--commits", defaultValue = "2000", description = "About how many commits (${DEFAULT-VALUE}).")
    private int commits;
    @Option(names = "--kills", defaultValue = "12", description = "How often a process is killed (${DEFAULT-VALUE}).")
    private int kills;
    @Option(names = "--seed", defaultValue = "1", description = "Of all deliveries (${DEFAULT-VALUE}).")
    private long seed;

    private final AtomicLong committed = new AtomicLong();
    private final AtomicLong attempts = new AtomicLong();
    private final AtomicLong cut = new AtomicLong();
    private final AtomicLong compacted = new AtomicLong();
    private final AtomicLong abandoned = new AtomicLong();
    private final LongAccumulator mostAttempts = new LongAccumulator(Math::max, 0);
    private final ConcurrentHashMap<String, Long> commitsByWriter = new ConcurrentHashMap<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("millrace-race");
        try {
            long started = System.nanoTime();
            long end = (long) commits * ROWS_PER_COMMIT / RaceTopic.IDS.size() / RaceTopic.PARTITIONS;
            int killed = race(folder.resolve("table"), end);
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started);
            List<RaceTopic> topics = RaceTopic.IDS.stream().map(id -> new RaceTopic(seed, id, end)).toList();
            try (TableReader table = EventTables.read(folder.resolve("table"))) {
                RaceCheck check = RaceCheck.of(table, topics);
                System.out.println(report(check, killed, seconds, table.status().orElseThrow().version()));
                return check.ok() ? 0 : 1;
            }
        } finally {
            Folders.delete(folder);
        }
    }

    private ObjectNode report(RaceCheck check, int killed, long seconds, long version) {
        ObjectNode report = new ObjectMapper().createObjectNode();
        report.put("rows", check.rows()).put("distinct", check.distinct()).put("missing", check.missing())
                .put("extra", check.extra()).put("wrong_revision", check.wrongRevision())
                .put("watermarks_short", check.watermarksShort())
                .put("attempts_per_commit",
                        Math.round(100.0 * attempts.get() / Math.max(1, committed.get())) / 100.0)
                .put("most_attempts", mostAttempts.get()).put("commits", committed.get())
                .put("table_version", version).put("batches_cut_whole", cut.get()).put("kills", killed)
                .put("files_compacted", compacted.get()).put("compactions_abandoned", abandoned.get())
                .put("seconds", seconds);
        commitsByWriter.forEach(report.putObject("commits_by_writer")::put);
        return report.put("ok", check.ok());
    }

    /**
     * Runs all processes to their end, killing on the way; tells how many were killed. Kills are spread over the commits,
     * not over time: a process that is killed while it starts proves nothing.
     */
    private int race(Path table, long end) throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        List<Process> running = new ArrayList<>();
        for (int process = 0; process < processes; process++) {
            running.add(start(table, end, process));
        }
        Process upkeep = start("race-upkeep", List.of("--folder", table.toString()));
        int killed = 0;
        while (running.stream().anyMatch(Process::isAlive)) {
            Thread.sleep(POLL_MILLIS);
            if (killed == kills || committed.get() < (killed + 1L) * commits / (kills + 1)) {
                continue;
            }
            Thread.sleep(random.nextInt(KILL_WITHIN_MILLIS));
            int victim = random.nextInt(processes);
            if (running.get(victim).isAlive()) {
                running.get(victim).destroyForcibly().waitFor();
                killed++;
                say("killed process " + victim + " after " + committed.get() + " commits");
                running.set(victim, start(table, end, victim));
            }
        }
        upkeep.destroyForcibly().waitFor();
        for (Process process : running) {
            if (process.waitFor() != 0) {
                throw new IllegalStateException("a writer process ended with " + process.exitValue()
                        + "; what it said is above");
            }
        }
        return killed;
    }

    private Process start(Path table, long end, int process) throws IOException {
        List<String> options = new ArrayList<>(
                List.of("--folder", table.toString(), "--seed", "" + seed, "--end", "" + end));
        for (int writer = process; writer < writers; writer += processes) {
            options.addAll(List.of("--writer", "" + writer));
        }
        return start("race-writer", options);
    }

    private Process start(String command, List<String> options) throws IOException {
        List<String> line = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                        Bench.class.getName(), command));
        line.addAll(options);
        Process child = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Runtime.getRuntime().addShutdownHook(new Thread(child::destroyForcibly));
        Thread.ofPlatform().daemon().start(() -> listen(child));
        return child;
    }

    private void listen(Process child) {
        try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                if (words.length == 3 && words[0].equals("commit")) {
                    committed.incrementAndGet();
                    attempts.addAndGet(Long.parseLong(words[2]));
                    mostAttempts.accumulate(Long.parseLong(words[2]));
                    commitsByWriter.merge(words[1], 1L, Long::sum);
                } else if (words.length == 3 && words[0].equals("cut")) {
                    cut.incrementAndGet();
                } else if (words.length == 3 && words[0].equals("compacted")) {
                    compacted.addAndGet(Long.parseLong(words[1]));
                    abandoned.addAndGet(Long.parseLong(words[2]));
                } else {
                    System.err.println(line);
                }
            }
        } catch (IOException e) {
            System.err.println("a writer process was cut off: " + e.getMessage());
        }
    }

    private void say(String text) {
        if (!json) {
            System.out.println(text);
        }
    }
}
