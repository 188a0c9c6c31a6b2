package io.millrace.contracts.slo;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a target of a stream comes from, in ascending order of precedence. */
public enum SloSource {
    /** The bundled file of defaults. */
    DEFAULTS,
    /** The Open Data Contract that the registry holds for the stream. */
    ODCS,
    /** The property {@code millrace} of the contract. */
    CONTRACT;

    /** The name in output. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The source with this number, as metrics have it. */
    public static Optional<SloSource> of(double number) {
        return Arrays.stream(values()).filter(source -> source.ordinal() == number).findFirst();
    }
}
