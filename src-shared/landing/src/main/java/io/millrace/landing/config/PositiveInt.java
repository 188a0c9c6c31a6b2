package io.millrace.landing.config;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a count of which 0 and less make no sense: with such a value the service does not start. */
public final class PositiveInt implements Converter<Integer> {
    private static final long serialVersionUID = 1L;

    @Override
    public Integer convert(String value) {
        int number;
        try {
            number = Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    value + " is no whole number; set a value from 1 to " + Integer.MAX_VALUE, e);
        }
        if (number < 1) {
            throw new IllegalArgumentException(
                    value + " is out of range; set a value from 1 to " + Integer.MAX_VALUE);
        }
        return number;
    }
}
