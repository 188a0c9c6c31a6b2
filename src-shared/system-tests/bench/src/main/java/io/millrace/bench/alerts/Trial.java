package io.millrace.bench.alerts;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.millrace.bench.run.Progress;

/** One fault: it is made, its alert fires and no other does, the runbook mends it, and the alert ends. */
final class Trial {
    /** How long an alert may take from its condition on. */
    private static final Duration DETECTION = Duration.ofMinutes(2);
    /** How long the effect of the runbook may take, apart from the windows of the rules. */
    private static final Duration MENDED = Duration.ofMinutes(2);
    /** An alert that did not fire for this long has ended. */
    private static final Duration STEADY = Duration.ofSeconds(4);
    private static final Duration QUIET = Duration.ofMinutes(2);
    private static final long POLL_MILLIS = 250;
    private static final double NANOS = 1e9;

    private final Scenario scenario;
    private final Fault.Place place;
    private final int factor;
    private final Progress progress;
    private final Set<String> others = new TreeSet<>();
    private final Set<String> consequences = new TreeSet<>();
    /** What an earlier fault left, which is in the outcome of that one. */
    private final Set<Firing> before = new HashSet<>();

    Trial(Scenario scenario, Fault.Place place, int factor, Progress progress) {
        this.scenario = scenario;
        this.place = place;
        this.factor = factor;
        this.progress = progress;
    }

    /**
     * @param runbooks
     *            the folder of the runbooks
     */
    Outcome run(Path runbooks) throws IOException, InterruptedException {
        Runbook mending = scenario.mending(runbooks);
        if (!steadilyNot(() -> !place.prometheus().firing().isEmpty(), QUIET)) {
            before.addAll(place.prometheus().firing());
            if (fires()) {
                return new Outcome(scenario.alert(), OptionalDouble.empty(), Set.of("before the fault: " + names()),
                        List.of(), OptionalDouble.empty());
            }
        }
        progress.say(scenario.alert() + ": " + scenario.fault());
        try {
            return inFault(mending);
        } finally {
            scenario.fault().undo(place);
        }
    }

    private Outcome inFault(Runbook mending) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Map<String, String> variables = place.system().variables(place.stream(), scenario.fault().make(place));
        OptionalDouble detection = detection(start);
        progress.say(detection.isPresent()
                ? String.format(Locale.ROOT, "  fired %.1f s after its condition", detection.getAsDouble())
                : "  did not fire; firing: " + names());
        List<String> failed = mend(mending, variables);
        OptionalDouble end = end(System.nanoTime());
        progress.say(end.isPresent()
                ? String.format(Locale.ROOT, "  ended %.1f s after the commands", end.getAsDouble())
                : "  did not end");
        if (!consequences.isEmpty()) {
            progress.say("  fired too, as a listed consequence: " + String.join(", ", consequences));
        }
        others.forEach(other -> progress.say("  fired too, and is no listed consequence: " + other));
        return new Outcome(scenario.alert(), detection, others, failed, end);
    }

    /** Runs the commands; those that failed. */
    private List<String> mend(Runbook mending, Map<String, String> variables)
            throws IOException, InterruptedException {
        mending.notRun().forEach(command -> progress.say("  not run, needs a cluster: " + command));
        List<String> failed = new ArrayList<>();
        for (String command : mending.commands()) {
            int exit = place.system().run(command, variables);
            progress.say("  $ " + command + "   exit code " + exit);
            if (exit != 0) {
                failed.add(command + " ended with " + exit);
            }
        }
        return failed;
    }

    private OptionalDouble detection(long start) throws InterruptedException {
        Duration condition = scenario.clock().condition(factor);
        if (!Waiting.within(condition.plus(DETECTION), this::firesNow)) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Math.max(0, (System.nanoTime() - start - condition.toNanos()) / NANOS));
    }

    private OptionalDouble end(long start) throws InterruptedException {
        if (!steadilyNot(this::firesStill, scenario.clock().end(factor).plus(MENDED))) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of((System.nanoTime() - start - STEADY.toNanos()) / NANOS);
    }

    /** Whether a condition does not hold for some seconds, which begin within a time. */
    private static boolean steadilyNot(BooleanSupplier condition, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long since = System.nanoTime();
        while (System.nanoTime() - since < STEADY.toNanos()) {
            if (condition.getAsBoolean()) {
                since = System.nanoTime();
            }
            if (since > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
    }

    private boolean firesNow() {
        if (fires()) {
            return true;
        }
        scenario.fault().whileMade(place);
        return false;
    }

    private boolean firesStill() {
        scenario.fault().whenMended(place);
        return fires();
    }

    /** Whether the alert fires now; others that may not are remembered. */
    private boolean fires() {
        boolean fires = false;
        for (Firing firing : place.prometheus().firing()) {
            boolean own = firing.name().equals(scenario.alert());
            if ((own || scenario.consequences().contains(firing.name()))
                    && scenario.fault().explains(firing, place.stream())) {
                fires |= own;
                if (!own) {
                    consequences.add(firing.name());
                }
            } else if (!before.contains(firing)) {
                others.add(firing.name() + " " + firing.labels());
            }
        }
        return fires;
    }

    private String names() {
        return String.join(", ", place.prometheus().firing().stream().map(Firing::labels).sorted().toList());
    }
}
