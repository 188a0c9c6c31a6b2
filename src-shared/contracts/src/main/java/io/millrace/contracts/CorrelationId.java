package io.millrace.contracts;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Ties an HTTP request to its Kafka records, its rows and its log lines.
 *
 * @param value
 *            1 to 128 of {@code A-Z a-z 0-9 . _ : / = + -}: nothing that could forge a log line
 */
public record CorrelationId(String value) {
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._:/=+-]{1,128}");

    public CorrelationId {
        if (!LEGAL.matcher(value).matches()) {
            throw new IllegalArgumentException("not a correlation id");
        }
    }

    /** The caller's id when it is legal, else a new one. */
    public static CorrelationId of(@Nullable String offered) {
        return parse(offered).orElseGet(() -> new CorrelationId(UUID.randomUUID().toString()));
    }

    /** The id, when the text is a legal one. */
    public static Optional<CorrelationId> parse(@Nullable String text) {
        return text != null && LEGAL.matcher(text).matches() ? Optional.of(new CorrelationId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
