package io.millrace.bench.browser;

import java.util.Locale;

/** What the media query {@code prefers-color-scheme} says. */
public enum ColourScheme {
    /** Dark text on a light ground. */
    LIGHT,
    /** Light text on a dark ground. */
    DARK;

    /** The word of the media query. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
