package io.millrace.batch.observe;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

import io.millrace.contracts.schema.StreamName;

/**
 * The condition of a stream and its reason.
 *
 * @param condition
 *            the condition
 * @param reason
 *            a sentence for the operator; empty when nothing is wrong
 * @param catchUp
 *            time until nothing waits, from the rates; empty unless the stream is catching up
 */
public record Verdict(Condition condition, String reason, Optional<Duration> catchUp) {
    /** Added to the freshness target: a commit and an observation take some seconds themselves. */
    static final Duration TOLERANCE = Duration.ofSeconds(10);
    /** Shorter standstills are not called a pause: a commit may take that long. */
    static final Duration SHORTEST_PAUSE = Duration.ofMinutes(1);
    /** With less retention left, or less than a {@value #SHARE_LEFT}th of it, records that do not become fewer are called lost. */
    static final Duration SHORTEST_LEFT = Duration.ofMinutes(10);
    private static final int SHARE_LEFT = 10;
    private static final double MILLIS = 1e3;

    /**
     * Judges the last observation by the target of the stream.
     *
     * @param stream
     *            the name of the stream, for the commands in the reason
     */
    static Verdict of(StreamName stream, StreamHistory history, Duration target) {
        Observation last = history.last().orElse(null);
        if (last == null) {
            return new Verdict(Condition.UNKNOWN, "The stream has not been observed yet.", Optional.empty());
        }
        if (last.deleted() > 0) {
            return losing("Kafka deleted " + number(last.deleted()) + " records before they were merged.");
        }
        if (last.lostOpen() > 0) {
            return losing(
                    "Kafka deleted " + number(last.lostOpen()) + " records before they were merged. ./millrace rebuild "
                            + stream + " merges those that the bronze table has; ./millrace audit " + stream
                            + " --acknowledge \"reason\" explains the loss of the others.");
        }
        Duration bound = target.plus(TOLERANCE);
        if (last.waiting() == 0 || last.oldestWaiting().filter(age -> age.compareTo(bound) > 0).isEmpty()) {
            return new Verdict(Condition.FRESH, "", Optional.empty());
        }
        FlowRates rates = history.rates();
        Optional<Duration> catchUp = catchUp(last.waiting(), rates);
        Optional<Duration> needed = catchUp.or(() -> history.all().size() < 2
                ? Optional.of(bound)
                : last.oldestWaiting().flatMap(age -> last.retentionLeft().map(age::plus)).map(Verdict::shortLeft));
        if (last.retentionLeft().filter(left -> left.compareTo(needed.orElse(bound)) < 0 || left.compareTo(bound) < 0)
                .isPresent()) {
            return losing("Kafka deletes the oldest of " + number(last.waiting()) + " waiting records in "
                    + last.retentionLeft().map(Spans::text).orElseThrow()
                    + (catchUp.isPresent() ? ", before all are merged." : ", and no more are merged than arrive."));
        }
        Duration standstill = history.standstill();
        if (standstill.compareTo(SHORTEST_PAUSE.compareTo(bound) > 0 ? SHORTEST_PAUSE : bound) >= 0) {
            return new Verdict(Condition.PAUSED, number(last.waiting()) + " records wait and none was merged for "
                    + Spans.text(standstill) + ". " + (last.unstable() == last.waiting()
                            ? transaction(last)
                            : "The readiness checks of the writers name the cause."),
                    Optional.empty());
        }
        String waiting = number(last.waiting()) + " records wait, the oldest for "
                + last.oldestWaiting().map(Spans::text).orElse("an unknown time");
        return catchUp.isPresent()
                ? new Verdict(Condition.CATCHING_UP, waiting + ".", catchUp)
                : new Verdict(Condition.BEHIND, waiting + ", and no more are merged than arrive."
                        + (last.unstable() > 0 ? " " + transaction(last) : ""), Optional.empty());
    }

    private static String transaction(Observation last) {
        return number(last.unstable()) + " offsets are behind a transaction in Kafka that its producer has not ended:"
                + " see the runbook transaction-hangs.";
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static Verdict losing(String reason) {
        return new Verdict(Condition.LOSING, reason, Optional.empty());
    }

    /** The retention left below which records that do not become fewer are called lost, of the whole retention. */
    private static Duration shortLeft(Duration retention) {
        Duration share = retention.dividedBy(SHARE_LEFT);
        return share.compareTo(SHORTEST_LEFT) > 0 ? share : SHORTEST_LEFT;
    }

    private static Optional<Duration> catchUp(long waiting, FlowRates rates) {
        double faster = rates.merging() - rates.arriving();
        return faster > 0
                ? Optional.of(Duration.ofMillis((long) Math.min(Long.MAX_VALUE, waiting / faster * MILLIS)))
                : Optional.empty();
    }
}
