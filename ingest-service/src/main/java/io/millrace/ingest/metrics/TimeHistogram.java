package io.millrace.ingest.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.prometheus.client.Collector;
import io.prometheus.client.exemplars.Exemplar;
import org.jspecify.annotations.Nullable;

/**
 * A histogram of times for Prometheus, of adders that are only read when the metrics are: one of Micrometer costs a multiple
 * per recording. Any thread may add.
 */
final class TimeHistogram extends Collector {
    private static final double NANOS_PER_SECOND = 1e9;

    private final String name;
    private final String description;
    /** Inclusive, in nanoseconds; the last one has no limit. */
    private final long[] limits;
    private final LongAdder[] buckets;
    private final AtomicReferenceArray<Exemplar> exemplars;
    private final LongAdder nanos = new LongAdder();

    /**
     * @param name
     *            as it is exported
     * @param limits
     *            the upper limits of the buckets, inclusive and ascending
     */
    TimeHistogram(String name, String description, List<Duration> limits) {
        this.name = name;
        this.description = description;
        this.limits = LongStream.concat(limits.stream().mapToLong(Duration::toNanos), LongStream.of(Long.MAX_VALUE))
                .toArray();
        this.buckets = Stream.generate(LongAdder::new).limit(this.limits.length).toArray(LongAdder[]::new);
        this.exemplars = new AtomicReferenceArray<>(this.limits.length);
    }

    /**
     * Adds a time.
     *
     * @param trace
     *            the id of its sampled trace, which becomes the exemplar of its bucket; null without one
     */
    void add(long theNanos, @Nullable String trace) {
        int bucket = 0;
        while (theNanos > limits[bucket]) {
            bucket++;
        }
        buckets[bucket].increment();
        nanos.add(theNanos);
        if (trace != null) {
            exemplars.set(bucket,
                    new Exemplar(theNanos / NANOS_PER_SECOND, System.currentTimeMillis(), "trace_id", trace));
        }
    }

    @Override
    public List<MetricFamilySamples> collect() {
        List<MetricFamilySamples.Sample> samples = new ArrayList<>();
        long count = 0;
        for (int i = 0; i < buckets.length; i++) {
            count += buckets[i].sum();
            double limit = limits[i] == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : limits[i] / NANOS_PER_SECOND;
            samples.add(new MetricFamilySamples.Sample(name + "_bucket", List.of("le"),
                    List.of(doubleToGoString(limit)), count, exemplars.get(i)));
        }
        samples.add(new MetricFamilySamples.Sample(name + "_count", List.of(), List.of(), count));
        samples.add(new MetricFamilySamples.Sample(name + "_sum", List.of(), List.of(),
                nanos.sum() / NANOS_PER_SECOND));
        return List.of(new MetricFamilySamples(name, Type.HISTOGRAM, description, samples));
    }
}
