package io.millrace.table.internal.storage;

import org.jspecify.annotations.Nullable;

/** Where a library may return null and must not. */
public final class Checks {
    private Checks() {}

    public static <T> T notNull(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalStateException("missing: " + what);
        }
        return value;
    }
}
