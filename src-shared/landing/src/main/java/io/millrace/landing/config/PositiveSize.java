package io.millrace.landing.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads a size of at least 1 byte: with 0 the service does not start. */
public final class PositiveSize implements Converter<MemorySize> {
    private static final long serialVersionUID = 1L;

    @Override
    public MemorySize convert(String value) {
        MemorySize size = new MemorySizeConverter().convert(value);
        if (size == null || size.asLongValue() < 1) {
            throw new IllegalArgumentException(value + " is out of range; set at least 1 byte");
        }
        return size;
    }
}
