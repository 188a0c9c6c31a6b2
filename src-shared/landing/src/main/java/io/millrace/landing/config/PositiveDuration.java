package io.millrace.landing.config;

import java.time.Duration;

import io.quarkus.runtime.configuration.DurationConverter;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads a duration of at least a millisecond: with a shorter one the service does not start. */
public final class PositiveDuration implements Converter<Duration> {
    private static final long serialVersionUID = 1L;

    @Override
    public Duration convert(String value) {
        Duration duration = new DurationConverter().convert(value);
        if (duration == null || duration.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(value + " is too short; set at least 1ms");
        }
        return duration;
    }
}
