package io.millrace.bench.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.bench.chaos.fault.FaultKind;
import io.millrace.bench.chaos.fault.ProcessRole;
import io.millrace.bench.chaos.fault.Site;
import io.millrace.bench.chaos.fault.Strike;
import io.millrace.bench.chaos.fault.StrikePlan;
import io.millrace.bench.chaos.history.AckedRecords;
import io.millrace.bench.chaos.history.BronzeCheck;
import io.millrace.bench.chaos.history.ChaosEvent;
import io.millrace.bench.chaos.history.Discrepancies;
import io.millrace.bench.chaos.history.Discrepancy;
import io.millrace.bench.chaos.history.LettersCheck;
import io.millrace.bench.chaos.history.RetentionCheck;
import io.millrace.bench.chaos.history.RowsCheck;
import io.millrace.bench.chaos.history.SentEvents;
import io.millrace.bench.chaos.history.SentPoison;
import io.millrace.bench.run.Progress;
import io.millrace.devstack.DevStackException;
import io.millrace.landing.letters.Letter;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.Services;

/** One run of the suite: load and faults, then the check. */
final class ChaosRun {
    private static final Duration STARTED = Duration.ofMinutes(2);
    private static final Duration RECOVERED = Duration.ofMinutes(2);
    private static final Duration SETTLED = Duration.ofMinutes(3);
    private static final int SECONDS_A_MINUTE = 60;
    private static final long POLL_MILLIS = 1_000;

    private final long seed;
    private final Duration length;
    private final int rate;
    private final Duration every;
    private final List<FaultKind> kinds;
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

    ChaosRun(long seed, double minutes, int rate, int everySeconds, List<FaultKind> kinds, Set<ProcessRole> targets,
            ChaosStorage.Kind storage, Optional<Guard> without, Progress progress) {
        this.seed = seed;
        this.length = Duration.ofSeconds(Math.round(minutes * SECONDS_A_MINUTE));
        this.rate = rate;
        this.every = Duration.ofSeconds(everySeconds);
        this.kinds = kinds;
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
            RecoveryWatch watch = new RecoveryWatch(system.victims(), tables, found);
            AckedRecords acked = new AckedRecords(sent);
            ChaosTopic topic = new ChaosTopic(system, tables, acked);
            EventDraw draw = new EventDraw(random.split(), Clock.systemUTC());
            try (ChaosLoad load = new ChaosLoad(system.gateways(), draw, sent, acked, found, rate,
                    random.split());
                    Interventions beside = new Interventions(system, tables, topic, draw, sent, poison, found, length,
                            seed)) {
                Site site = new Site(system.victims(), system.links(), system.cluster(), topic, load,
                        system.storage().link());
                load.start();
                beside.start();
                strike(new StrikePlan(kinds.stream()
                        .flatMap(kind -> kind.strikes(site, targets).stream()).toList(), random.split()),
                        watch, topic);
            }
            recoveries.lines().forEach(progress::say);
            progress.say("Waiting until everything is in the tables");
            settle(watch, tables);
            topic.end(poison, found);
            return check(system, tables, topic);
        }
    }

    /** One fault after the other, each when the system is fresh again. */
    private void strike(StrikePlan plan, RecoveryWatch watch, ChaosTopic topic) throws InterruptedException {
        long start = System.nanoTime();
        SplittableRandom lengths = random.split();
        if (!recovered("start", watch)) {
            return;
        }
        long next = System.nanoTime();
        while (System.nanoTime() - start < length.toNanos()) {
            TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
            next = System.nanoTime() + every.toNanos();
            Strike strike = plan.next();
            progress.say(String.format(Locale.ROOT, "%4d s: %s of %s",
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start), strike.kind(), strike.target()));
            faults++;
            try {
                strike.action().run(lengths.split());
            } catch (DevStackException e) {
                found.add(Discrepancy.NOT_RECOVERED, strike.kind() + " of " + strike.target() + ": " + e.getMessage());
            } catch (IllegalStateException e) {
                found.add(Discrepancy.SUITE, strike.kind() + " of " + strike.target() + ": " + e.getMessage());
            }
            if (recovered(strike.kind() + " of " + strike.target(), watch)) {
                topic.recovered(found);
            }
        }
    }

    private boolean recovered(String after, RecoveryWatch watch) throws InterruptedException {
        Optional<Duration> recovery = watch.await(RECOVERED);
        if (recovery.isEmpty()) {
            found.add(Discrepancy.NOT_RECOVERED, after + ": not fresh within " + RECOVERED.toSeconds() + " s, "
                    + watch.obstacles());
            return false;
        }
        progress.say(String.format(Locale.ROOT, "        fresh after %.1f s%s", recovery.get().toMillis() / 1e3,
                watch.obstacles().isEmpty() ? "" : "; until then " + watch.obstacles()));
        if (faults > 0) {
            recoveries.add(after.substring(0, after.indexOf(" of ")), recovery.get());
        }
        return true;
    }

    /** Waits until all records of both topics are in all tables, and redriven letters are resolved. */
    private void settle(RecoveryWatch watch, ChaosTables tables) throws InterruptedException {
        if (watch.await(SETTLED).isEmpty()) {
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

    private ChaosReport check(ChaosSystem system, ChaosTables tables, ChaosTopic topic) {
        RowsCheck.Counts counts = RowsCheck.of(sink -> tables.rows().rows(Long.MAX_VALUE, sink), sent, found);
        List<Letter> letters = tables.letters();
        LettersCheck.of(letters, poison, found);
        BronzeCheck.of(sink -> tables.bronze().values(BronzeCheck.COLUMNS, sink), tables.bronzeEnds(),
                topic.deletedOfBronze(), found);
        tables.folders().forEach(table -> RetentionCheck.of(table, system.endOfRetention(), found));
        audit(system);
        return new ChaosReport(seed, faults, counts, letters.size(), sent, recoveries, found);
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
