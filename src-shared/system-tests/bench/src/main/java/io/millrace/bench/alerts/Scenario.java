package io.millrace.bench.alerts;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A fault for an alert.
 *
 * @param alert
 *            the name of the alert
 * @param runbook
 *            its page, without {@code .md}
 * @param through
 *            the page that its part "Mend it" sends to for this fault; empty when it mends the fault itself
 * @param fault
 *            the fault
 * @param consequences
 *            the other alerts that may fire for this fault
 * @param clock
 *            the times that it takes
 */
record Scenario(String alert, String runbook, Optional<String> through, Fault fault, Set<String> consequences,
        Clock clock) {
    private static final Duration LAG = Duration.ofMinutes(5);
    private static final Duration LATENCY = Duration.ofMillis(100);
    private static final long FEW_LETTERS = 3;
    private static final double AVAILABILITY = 0.95;

    /**
     * The times of the real rules, which the factor of a run makes shorter, except for the first.
     *
     * @param needed
     *            the time from the fault until the condition of the alert holds, apart from the rules
     * @param until
     *            the time of the real rules until the condition holds
     * @param end
     *            the time of the real rules until the alert ends, when the fault is mended
     */
    record Clock(Duration needed, Duration until, Duration end) {
        static final Clock AT_ONCE = new Clock(Duration.ZERO, Duration.ZERO, Duration.ZERO);

        /** Of a run: from the fault until the condition holds. */
        Duration condition(int factor) {
            return needed.plus(until.dividedBy(factor));
        }

        /** Of a run: from the end of the fault until the alert ends. */
        Duration end(int factor) {
            return end.dividedBy(factor);
        }
    }

    /** One that its own runbook mends. */
    static Scenario of(String alert, String runbook, Fault fault, String... consequences) {
        return new Scenario(alert, runbook, Optional.empty(), fault, Set.of(consequences), Clock.AT_ONCE);
    }

    Scenario through(String page) {
        return new Scenario(alert, runbook, Optional.of(page), fault, consequences, clock);
    }

    Scenario within(Duration needed, Duration until, Duration end) {
        return new Scenario(alert, runbook, through, fault, consequences, new Clock(needed, until, end));
    }

    /** The stream that no other scenario uses. */
    String stream() {
        return alert.substring("Millrace".length()).toLowerCase(Locale.ROOT);
    }

    /** The contract of that stream: lenient, except for the objective that this alert watches. */
    ProbeContract contract(int factor) {
        return switch (alert) {
            case "MillraceLagBurn" -> ProbeContract.LENIENT.withLag(LAG.dividedBy(factor));
            case "MillraceLatencyBurn" -> ProbeContract.LENIENT.withLatency(LATENCY);
            case "MillraceAvailabilityBurn" -> ProbeContract.LENIENT.withAvailability(AVAILABILITY);
            case "MillraceLettersOpen" -> ProbeContract.LENIENT.withLetters(FEW_LETTERS);
            case "MillraceSmallFiles" -> ProbeContract.LENIENT.partitionedBy("event_date,shop");
            default -> ProbeContract.LENIENT;
        };
    }

    /** The commands that mend it, as they are written. */
    Runbook mending(Path folder) {
        Runbook own = Runbook.read(folder, runbook);
        if (through.isEmpty()) {
            return own;
        }
        if (!own.links().contains(through.get())) {
            throw new IllegalStateException(runbook + ".md does not send to " + through.get() + ".md to mend it");
        }
        Runbook other = Runbook.read(folder, through.get());
        return new Runbook(other.commands(),
                Stream.concat(own.notRun().stream(), other.notRun().stream()).toList(),
                other.links());
    }
}
