package io.millrace.bench.ingest;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The result of a {@link Load}, second by second. Times are in microseconds. */
final class LoadResult {
    private static final int DIGITS = 3;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final double MICROS_PER_MILLI = 1_000;
    private static final int OK = 200;
    private static final int FIRST_FAULT = 300;

    private final Duration length;
    /** By the second in which an answer came; the last one for all that came later. */
    private final List<ConcurrentHistogram> windows = new ArrayList<>();
    private final Map<Integer, LongAdder> statuses = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> broken = new ConcurrentSkipListMap<>();
    private final LongAdder storedEvents = new LongAdder();
    private final LongAdder hopeless = new LongAdder();
    private final AtomicLong lastAnswerNanos = new AtomicLong();

    LoadResult(Duration length) {
        this.length = length;
        for (long second = 0; second <= length.toSeconds(); second++) {
            windows.add(new ConcurrentHistogram(DIGITS));
        }
    }

    static boolean isStored(HttpConnection.Answer answer) {
        return answer.status() >= OK && answer.status() < FIRST_FAULT;
    }

    /** Adds the end of a request; both times count from the start of the run, in nanoseconds. */
    void add(long now, long due, HttpConnection.@Nullable Answer answer, int events) {
        int second = (int) Math.min(windows.size() - 1, now / NANOS_PER_SECOND);
        windows.get(second).recordValue((now - due) / 1_000);
        lastAnswerNanos.accumulateAndGet(now, Math::max);
        if (answer == null) {
            return;
        }
        statuses.computeIfAbsent(answer.status(), none -> new LongAdder()).increment();
        if (isStored(answer)) {
            storedEvents.add(events);
        } else if (!answer.retryAfter()) {
            hopeless.increment();
        }
    }

    void broke(IOException failure) {
        broken.computeIfAbsent(String.valueOf(failure.getMessage()), none -> new LongAdder()).increment();
    }

    /** Counts requests that were never sent as late as they were at the end. */
    LoadResult ended(long notSent) {
        if (notSent > 0) {
            windows.getLast().recordValueWithCount(length.toNanos() / 1_000, notSent);
        }
        return this;
    }

    long storedEvents() {
        return storedEvents.sum();
    }

    double storedEventsPerSecond() {
        return storedEvents() * (double) NANOS_PER_SECOND / Math.max(length.toNanos(), lastAnswerNanos.get());
    }

    /** Answers by status. */
    Map<Integer, Long> statuses() {
        Map<Integer, Long> sums = new TreeMap<>();
        statuses.forEach((status, count) -> sums.put(status, count.sum()));
        return sums;
    }

    /** Requests that were answered, whatever the answer. */
    long answered() {
        return statuses().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Requests that were not answered with success. */
    long failed() {
        return answered() + brokenConnections()
                - statuses.entrySet().stream().filter(e -> e.getKey() < FIRST_FAULT).mapToLong(e -> e.getValue().sum())
                        .sum();
    }

    long brokenConnections() {
        return broken.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Refusals that do not say when to come again. */
    long withoutRetryAfter() {
        return hopeless.sum();
    }

    /** Why connections broke, with how many. */
    String breaks() {
        return broken.toString();
    }

    double percentileMillis(double percentile) {
        Histogram all = new Histogram(DIGITS);
        windows.forEach(all::add);
        return all.getValueAtPercentile(percentile) / MICROS_PER_MILLI;
    }

    /**
     * The second from which the percentile is within a limit for a number of seconds in a row; the number of all seconds when it never
     * is. What comes after those is the machine's, and no echo of what was before.
     */
    int secondsUntilBelow(double percentile, double limitMillis, int inARow) {
        List<Double> seconds = percentileMillisBySecond(percentile);
        int row = 0;
        for (int second = 0; second < seconds.size(); second++) {
            row = seconds.get(second) <= limitMillis ? row + 1 : 0;
            if (row == inARow) {
                return second + 1 - inARow;
            }
        }
        return seconds.size();
    }

    /** The percentile of each second of the run. */
    List<Double> percentileMillisBySecond(double percentile) {
        return windows.subList(0, windows.size() - 1).stream()
                .map(window -> window.getValueAtPercentile(percentile) / MICROS_PER_MILLI).toList();
    }
}
