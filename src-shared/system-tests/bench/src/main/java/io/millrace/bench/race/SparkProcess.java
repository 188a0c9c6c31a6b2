package io.millrace.bench.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Spark in a process of its own, with its own JDK and class path. Closing ends it. */
final class SparkProcess implements AutoCloseable {
    /** The java that Spark runs on. */
    private static final String JAVA = "millrace.spark.java";
    /** The folder of the Spark program, with its class path. */
    private static final String HOME = "millrace.spark.home";
    private static final int POLL_MILLIS = 100;

    private final Optional<RaceChild> process;
    private final Path hold;
    private final SparkOperations ledger;

    private SparkProcess(Optional<RaceChild> process, Path hold, SparkOperations ledger) {
        this.process = process;
        this.hold = hold;
        this.ledger = ledger;
    }

    static SparkProcess none() {
        return new SparkProcess(Optional.empty(), Path.of(""), new SparkOperations());
    }

    /** Starts it, and returns when it is ready to work on the table. */
    static SparkProcess start(RaceStorage place, RaceTopic topic, SparkOperations ledger)
            throws IOException, InterruptedException {
        Path home = Path.of(property(HOME));
        ProcessBuilder builder = new ProcessBuilder(List.of(property(JAVA), "@" + home.resolve("jvm.options"), "-Xmx1g",
                "-cp",
                home.resolve("target/classes") + ":" + Files.readString(home.resolve("target/class-path")).strip(),
                "io.millrace.systemtests.spark.SparkWorkload", RaceTable.folder(place.table()).toString(),
                "" + topic.pks()));
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        SparkProcess started = new SparkProcess(Optional.of(RaceChild.start(builder, ledger::take)),
                RaceTable.folder(place.table()).resolveSibling("hold"), ledger);
        while (!ledger.ready()) {
            started.assertAlive();
            Thread.sleep(POLL_MILLIS);
        }
        return started;
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("--spark needs -D" + name + "; ./millrace lab race sets it");
        }
        return value;
    }

    void assertAlive() throws InterruptedException {
        if (process.isPresent() && !process.get().isAlive()) {
            throw new IllegalStateException("Spark ended with " + process.get().end() + "; what it said is above");
        }
    }

    /** Options of the other processes, for {@link #giveItAMoment(double)}. */
    List<String> holdOptions() {
        return process.isPresent() ? List.of("--hold", hold.toString()) : List.of();
    }

    /**
     * Holds the others when Spark has lost several races in a row, until it won one: its MERGE gives way to every merge
     * that comes while it runs. Also when it is far behind them, so that they do not end before it has done its part.
     */
    void giveItAMoment(double partOfRaceRun) throws IOException {
        if (ledger.starves(partOfRaceRun)) {
            Files.write(hold, new byte[0]);
        } else {
            Files.deleteIfExists(hold);
        }
    }

    /** Lets it end what it is at and look at the table once more; returns when it has. */
    void finish() throws IOException, InterruptedException {
        if (process.isPresent()) {
            process.get().endInput();
            int code = process.get().end();
            if (code != 0) {
                throw new IllegalStateException("Spark ended with " + code + "; what it said is above");
            }
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (process.isPresent()) {
            process.get().kill();
            Files.deleteIfExists(hold);
        }
    }
}
