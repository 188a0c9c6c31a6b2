package io.millrace.ingest.metrics;

import java.util.concurrent.atomic.LongAdder;

/** The number of times of one kind and their sum. Any thread may add. */
final class TimeSum {
    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    void add(long theNanos) {
        count.increment();
        nanos.add(theNanos);
    }

    long count() {
        return count.sum();
    }

    double nanos() {
        return nanos.sum();
    }
}
