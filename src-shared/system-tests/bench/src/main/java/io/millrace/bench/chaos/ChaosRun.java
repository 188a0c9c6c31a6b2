package io.millrace.bench.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.bench.chaos.fault.FaultKind;
import io.millrace.bench.chaos.fault.ProcessRole;
import io.millrace.bench.chaos.fault.Site;
import io.millrace.bench.chaos.fault.Strike;
import io.millrace.bench.chaos.fault.StrikePlan;
import io.millrace.bench.chaos.guard.Guard;
import io.millrace.bench.chaos.history.AckedRecords;
import io.millrace.bench.chaos.history.BronzeCheck;
import io.millrace.bench.chaos.history.ChaosEvent;
import io.millrace.bench.chaos.history.Discrepancies;
import io.millrace.bench.chaos.history.Discrepancy;
import io.millrace.bench.chaos.history.LettersCheck;
import io.millrace.bench.chaos.history.RecordsLeft;
import io.millrace.bench.chaos.history.RetentionCheck;
import io.millrace.bench.chaos.history.RowsCheck;
import io.millrace.bench.chaos.history.SentEvents;
import io.millrace.bench.chaos.history.SentPoison;
import io.millrace.bench.run.Options;
import io.millrace.bench.run.OtherPrograms;
import io.millrace.bench.run.Progress;
import io.millrace.devstack.DevStackException;
import io.millrace.landing.letters.Letter;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.Services;
import io.millrace.table.TableRefusedException;
import io.millrace.table.TableUnavailableException;

/** One run of the suite: load and faults, then the check. */
final class ChaosRun {
    private static final Duration STARTED = Duration.ofMinutes(2);
    private static final Duration RECOVERED = Duration.ofMinutes(2);
    private static final Duration SETTLED = Duration.ofMinutes(4);
    private static final int SECONDS_A_MINUTE = 60;
    private static final long POLL_MILLIS = 1_000;
    private static final String UPKEEP = "upkeep ";

    private final long seed;
    private final Duration length;
    private final int rate;
    private final Duration every;
    private final List<FaultKind> kinds;
    private final boolean named;
    private final Set<ProcessRole> targets;
    private final Optional<Guard> without;
    private final ChaosStorage.Kind storage;
    private final Progress progress;
    private final SplittableRandom random;
    private final SentEvents sent = new SentEvents();
    private final SentPoison poison = new SentPoison();
    private final Discrepancies found = new Discrepancies();
    private final Recoveries recoveries = new Recoveries();
    private int faults;
    private boolean upkeepRushed;
    private Duration loaded = Duration.ZERO;
    private OptionalDouble others = OptionalDouble.empty();

    /**
     * @param named
     *            whether each of the kinds was asked for, so that it must be possible
     */
    ChaosRun(long seed, double minutes, int rate, int everySeconds, List<FaultKind> kinds, boolean named,
            Set<ProcessRole> targets, ChaosStorage.Kind storage, Optional<Guard> without, Progress progress) {
        this.seed = seed;
        this.length = Duration.ofSeconds(Math.round(minutes * SECONDS_A_MINUTE));
        this.rate = rate;
        this.every = Duration.ofSeconds(everySeconds);
        this.kinds = kinds;
        this.named = named;
        this.targets = targets;
        this.without = without;
        this.storage = storage;
        this.progress = progress;
        this.random = new SplittableRandom(seed);
    }

    /** Runs on services of a checkout. */
    ChaosReport on(Checkout checkout, Path data) throws IOException, InterruptedException {
        progress.say("Starting three brokers, a registry, two gateways, two stream writers and a batch writer");
        try (ChaosSystem system = ChaosSystem.start(checkout, data,
                ChaosStorage.open(storage, Services.tables(data), random.split()), ChaosEvent.CONTRACT, without);
                ChaosTables tables = Deadline.of(STARTED).get("Kafka has the topics", () -> new ChaosTables(system))) {
            AckedRecords acked = new AckedRecords(sent);
            ChaosTopic topic = new ChaosTopic(system, tables, acked);
            EventDraw draw = new EventDraw(random.split(), Clock.systemUTC());
            RecoveryWatch watch;
            try (ChaosLoad load = new ChaosLoad(system.gateways(), draw, sent, acked, found, rate,
                    random.split());
                    Interventions beside = new Interventions(system, tables, topic, draw, sent, poison, found, length,
                            seed)) {
                Site site = new Site(system.victims(), system.secondBatch(), system.links(), system.cluster(), topic,
                        load,
                        system.storage().link());
                StrikePlan plan = new StrikePlan(kinds.stream().flatMap(kind -> strikes(kind, site)).toList(),
                        random.split());
                watch = new RecoveryWatch(system.victims(), tables, activity(system, load), found);
                OtherPrograms programs = new OtherPrograms();
                long start = System.nanoTime();
                load.start();
                beside.start();
                part("the load and the faults", () -> strike(plan, watch, topic, () -> retention(system, tables)));
                loaded = Duration.ofNanos(System.nanoTime() - start);
                others = programs.share();
            }
            recoveries.lines().forEach(progress::say);
            progress.say("Waiting until everything is in the tables");
            part("the wait for the tables", () -> settle(watch, tables));
            part("the end of the topic", () -> topic.end(poison, found));
            return check(system, tables, topic, watch);
        }
    }

    /** A part of a run. */
    @FunctionalInterface
    private interface Part {
        void run() throws InterruptedException;
    }

    /** Does a part of the run. What it fails with is a discrepancy, and does not keep the rest from being checked. */
    private void part(String what, Part part) throws InterruptedException {
        try {
            part.run();
        } catch (TableUnavailableException | TableRefusedException e) {
            found.add(Discrepancy.UNREADABLE, what + ": " + e);
        } catch (RuntimeException e) {
            found.add(Discrepancy.SUITE, what + " failed: " + e);
        }
    }

    /** The first discrepancies of each kind so far. */
    List<String> named() {
        return found.named();
    }

    private Stream<Strike> strikes(FaultKind kind, Site site) {
        List<Strike> strikes = kind.strikes(site, targets);
        Options.require(!strikes.isEmpty() || !named, "The fault " + kind.label() + " can be done to none of --targets "
                + targets.stream().map(ProcessRole::label).collect(Collectors.joining(",")) + ".");
        return strikes.stream();
    }

    private static Activity activity(ChaosSystem system, ChaosLoad load) {
        return new Activity() {
            @Override
            public List<String> notAccepting(long nanos) {
                return load.notAccepting(nanos);
            }

            @Override
            public Map<String, Double> handled() {
                return system.handled();
            }
        };
    }

    /** One fault after the other, each when the system is fresh again. */
    private void strike(StrikePlan plan, RecoveryWatch watch, ChaosTopic topic, Runnable retention)
            throws InterruptedException {
        long start = System.nanoTime();
        SplittableRandom lengths = random.split();
        if (recovered("start", watch).isEmpty()) {
            return;
        }
        long next = System.nanoTime();
        String last = "start";
        while (System.nanoTime() - start < length.toNanos()) {
            watch.stayFresh(next, RECOVERED);
            watch.restartWhatEnded();
            Strike strike = plan.next();
            if (strike.concernsWriters()) {
                working(last, watch);
            }
            next = System.nanoTime() + every.toNanos();
            if (strike.kind().startsWith(UPKEEP)) {
                upkeepRushed = true;
                // What this fault makes old enough must not hide what was deleted too early before.
                retention.run();
            }
            progress.say(String.format(Locale.ROOT, "%4d s: %s of %s",
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start), strike.kind(), strike.target()));
            long met = strike.met().getAsLong();
            boolean done = false;
            try {
                strike.action().run(lengths.split());
                done = strike.met().getAsLong() > met;
            } catch (DevStackException e) {
                found.add(Discrepancy.NOT_RECOVERED, strike.kind() + " of " + strike.target() + ": " + e.getMessage());
            } catch (IllegalStateException e) {
                found.add(Discrepancy.SUITE, strike.kind() + " of " + strike.target() + ": " + e.getMessage());
            }
            last = strike.kind() + " of " + strike.target();
            Optional<Duration> recovery = recovered(last, watch);
            if (recovery.isPresent()) {
                topic.recovered(found);
            }
            if (done) {
                faults++;
                recovery.ifPresent(length -> recoveries.add(strike.kind(), length));
            } else {
                progress.say("        nothing met it: it does not count");
            }
        }
        working(last, watch);
    }

    private Optional<Duration> recovered(String after, RecoveryWatch watch) throws InterruptedException {
        Optional<Duration> recovery = watch.recover(RECOVERED);
        if (recovery.isEmpty()) {
            found.add(Discrepancy.NOT_RECOVERED, after + ": not fresh within " + RECOVERED.toSeconds() + " s, "
                    + watch.obstacles());
            return recovery;
        }
        progress.say(String.format(Locale.ROOT, "        fresh after %.1f s%s", recovery.get().toMillis() / 1e3,
                watch.obstacles().isEmpty() ? "" : "; until then " + watch.obstacles()));
        return recovery;
    }

    /** Before a fault that would cover up that a writer stands still since the one before. */
    private void working(String after, RecoveryWatch watch) throws InterruptedException {
        long start = System.nanoTime();
        String idle = watch.atWork(SETTLED);
        if (idle.isEmpty()) {
            progress.say(String.format(Locale.ROOT, "        each writer works after %.1f s",
                    Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3));
        } else {
            found.add(Discrepancy.NOT_RECOVERED, after + ": fresh, and after " + SETTLED.toSeconds() + " s still "
                    + idle);
        }
    }

    /** Waits until all records of both topics are in all tables, and redriven letters are resolved. */
    private void settle(RecoveryWatch watch, ChaosTables tables) throws InterruptedException {
        if (!watch.drain(SETTLED)) {
            found.add(Discrepancy.NOT_RECOVERED, "at the end: " + watch.obstacles());
        }
        long deadline = System.nanoTime() + SETTLED.toNanos();
        while (!tables.isSettled() || !LettersCheck.areResolved(tables.letters(), poison)) {
            if (System.nanoTime() > deadline) {
                found.add(Discrepancy.NOT_RECOVERED, "at the end: the bronze table or the letters are behind");
                return;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private ChaosReport check(ChaosSystem system, ChaosTables tables, ChaosTopic topic, RecoveryWatch watch)
            throws InterruptedException {
        RecordsLeft left = readable("the topic", () -> tables.left(sent)).orElseGet(RecordsLeft::new);
        RowsCheck.Counts counts = readable("the table",
                () -> RowsCheck.of(sink -> tables.rows().rows(Long.MAX_VALUE, sink), sent, found))
                .orElse(new RowsCheck.Counts(0, 0));
        List<Letter> letters = readable("the table of letters", tables::letters).orElse(List.of());
        LettersCheck.of(letters, poison, found);
        var unused = readable("the bronze table", () -> {
            BronzeCheck.of(sink -> tables.bronze().values(BronzeCheck.COLUMNS, sink), tables.bronzeEnds(),
                    topic.deletedOfBronze(), left, found);
            return true;
        });
        Optional<Long> removed = readable("a log", () -> retention(system, tables));
        if (removed.isPresent() && removed.get() == 0 && upkeepRushed) {
            found.add(Discrepancy.SUITE, "upkeep was to remove files, and has removed none");
        }
        part("the audit", () -> audit(system));
        ChaosReport report = new ChaosReport(seed, faults, counts, letters.size(), sent, recoveries, loaded,
                watch.worstPause(), others, found);
        report.lacks().forEach(lack -> found.add(Discrepancy.SUITE, lack));
        return report;
    }

    /** What is read, or empty when it cannot be read: a discrepancy, and the other checks are made nevertheless. */
    private <T> Optional<T> readable(String what, Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (RuntimeException e) { // Of a damaged table as well.
            found.add(Discrepancy.UNREADABLE, what + " cannot be read: " + e);
            return Optional.empty();
        }
    }

    /** Compares the files of the tables with their logs; returns how many upkeep has removed. */
    private long retention(ChaosSystem system, ChaosTables tables) {
        long removed = 0;
        Instant limit = system.endOfRetention();
        for (Path table : tables.folders()) {
            OptionalLong gone = RetentionCheck.of(table, limit, found);
            if (gone.isEmpty()) {
                found.addOnce(Discrepancy.FILE_GONE, "there is no table in " + table.getFileName());
            }
            removed += gone.orElse(0);
        }
        return removed;
    }

    /** The arithmetic of the books and the comparison by key, as an operator asks for them. */
    private void audit(ChaosSystem system) {
        Optional<JsonNode> audit = LauncherRun.of(system, List.of("audit"));
        boolean clean = audit.isPresent() && audit.get().path("gaps").asLong(-1) == 0
                && audit.get().path("ghosts").asLong(-1) == 0 && audit.get().path("doubled").asLong(-1) == 0
                && audit.get().path("open_findings").isEmpty() && !audit.get().path("books").isEmpty();
        if (audit.isPresent()) {
            for (JsonNode books : audit.get().path("books")) {
                clean &= books.path("difference").asLong(-1) == 0;
            }
        }
        if (!clean) {
            found.add(Discrepancy.AUDIT, audit.map(JsonNode::toString).orElse("the audit printed no result"));
        }
    }
}
