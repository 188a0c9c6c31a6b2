package io.millrace.table.internal.storage;

import org.jspecify.annotations.Nullable;

/** Checks values of libraries that may return null, where null would be an error. */
public final class Checks {
    private Checks() {}

    public static <T> T notNull(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalStateException("missing: " + what);
        }
        return value;
    }
}
