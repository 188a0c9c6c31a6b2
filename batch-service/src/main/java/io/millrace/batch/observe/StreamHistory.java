package io.millrace.batch.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The observations of one stream in the last hour, at most {@value #MOST} of them. Safe for several threads. */
final class StreamHistory {
    static final int MOST = 720;
    static final Duration KEPT = Duration.ofHours(1);
    private static final Duration RATE_WINDOW = Duration.ofMinutes(1);
    private static final double MILLIS = 1e3;

    private final Deque<Observation> observations = new ArrayDeque<>();

    synchronized void add(Observation observation) {
        observations.addLast(observation);
        Instant oldest = observation.at().minus(KEPT);
        while (observations.size() > MOST || observations.getFirst().at().isBefore(oldest)) {
            observations.removeFirst();
        }
    }

    /** The observations, oldest first. */
    synchronized List<Observation> all() {
        return List.copyOf(observations);
    }

    synchronized Optional<Observation> last() {
        return Optional.ofNullable(observations.peekLast());
    }

    /** The rates of the last minute; none when there is one observation at most, or a topic or table was made again. */
    synchronized FlowRates rates() {
        Observation last = observations.peekLast();
        if (last == null) {
            return FlowRates.NONE;
        }
        Instant since = last.at().minus(RATE_WINDOW);
        Observation first = observations.stream().filter(one -> !one.at().isBefore(since)).findFirst().orElse(last);
        double seconds = Duration.between(first.at(), last.at()).toMillis() / MILLIS;
        if (seconds <= 0 || last.stored() < first.stored() || last.merged() < first.merged()) {
            return FlowRates.NONE;
        }
        return new FlowRates((last.stored() - first.stored()) / seconds, (last.merged() - first.merged()) / seconds);
    }

    /** How long events have been waiting, by the observations, while none was merged; zero when none waits. */
    synchronized Duration standstill() {
        Observation last = observations.peekLast();
        if (last == null || last.waiting() == 0) {
            return Duration.ZERO;
        }
        Instant since = last.at();
        for (Observation one : (Iterable<Observation>) observations::descendingIterator) {
            if (one.merged() != last.merged() || one.waiting() == 0) {
                break;
            }
            since = one.at();
        }
        return Duration.between(since, last.at());
    }
}
