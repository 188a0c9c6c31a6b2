package io.millrace.ingest.config;

import java.time.Duration;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import org.eclipse.microprofile.config.spi.Converter;

/** Readers of configuration values of which 0 and less make no sense: with such a value the service does not start. */
public final class Positive {
    private static final long MAX_COUNT = 1_000_000_000_000L;

    private Positive() {}

    private static long atLeastOne(String value, long number, long most) {
        if (number < 1 || number > most) {
            throw new IllegalArgumentException(value + " is out of range; set a value from 1 to " + most);
        }
        return number;
    }

    private static long number(String value) {
        try {
            return Long.parseLong(value.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(value + " is not a whole number", e);
        }
    }

    /** A count that fits into an int. */
    public static final class IntReader implements Converter<Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        public Integer convert(String value) {
            return Math.toIntExact(atLeastOne(value, number(value), Integer.MAX_VALUE));
        }
    }

    /** A count that fits into a short. */
    public static final class ShortReader implements Converter<Short> {
        private static final long serialVersionUID = 1L;

        @Override
        public Short convert(String value) {
            return (short) atLeastOne(value, number(value), Short.MAX_VALUE);
        }
    }

    /** A rate per second. */
    public static final class LongReader implements Converter<Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long convert(String value) {
            return atLeastOne(value, number(value), MAX_COUNT);
        }
    }

    /** A duration of at least a millisecond. */
    public static final class DurationReader implements Converter<Duration> {
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

    /** A size of 1 byte to 2 GB. */
    public static final class SizeReader implements Converter<MemorySize> {
        private static final long serialVersionUID = 1L;

        @Override
        public MemorySize convert(String value) {
            MemorySize size = new MemorySizeConverter().convert(value);
            atLeastOne(value, size == null ? 0 : size.asLongValue(), Integer.MAX_VALUE);
            return size;
        }
    }
}
