package io.millrace.landing.metrics;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;

/**
 * Gauges of measurements that are repeated. A value that was not measured again in time is NaN: a service that stands still
 * must not look healthy.
 */
public final class MeasuredGauges {
    private final MeterRegistry registry;
    private final Clock clock;
    private final Duration stale;
    private final Map<Key, Shown> samples = new ConcurrentHashMap<>();

    private record Key(String name, Tags tags) {}

    private record Sample(double value, long takenMillis) {}

    private static final class Shown {
        private volatile Sample sample = new Sample(Double.NaN, 0);
    }

    /**
     * @param stale
     *            the age up to which a value is shown
     */
    public MeasuredGauges(MeterRegistry registry, Clock clock, Duration stale) {
        this.registry = registry;
        this.clock = clock;
        this.stale = stale;
    }

    /** Shows a value from now on. NaN stands for an unknown value. */
    public void set(String name, Tags tags, double value) {
        samples.computeIfAbsent(new Key(name, tags), key -> {
            Shown shown = new Shown();
            registry.gauge(name, tags, shown, held -> at(held.sample));
            return shown;
        }).sample = new Sample(value, clock.millis());
    }

    /** Shows NaN for the gauges of these names that have all these tags, as when they were not measured in time. */
    public void unknown(Set<String> names, Tags tags) {
        List<Tag> wanted = tags.stream().toList();
        samples.forEach((key, shown) -> {
            if (names.contains(key.name()) && key.tags().stream().toList().containsAll(wanted)) {
                shown.sample = new Sample(Double.NaN, clock.millis());
            }
        });
    }

    /** Forgets the gauges that have this tag; their meters are removed by the caller. */
    public void forget(String tag, String value) {
        samples.keySet()
                .removeIf(
                        key -> key.tags().stream().anyMatch(t -> t.getKey().equals(tag) && t.getValue().equals(value)));
    }

    private double at(Sample sample) {
        return Math.abs(clock.millis() - sample.takenMillis()) <= stale.toMillis() ? sample.value() : Double.NaN;
    }
}
