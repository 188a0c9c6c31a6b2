package io.millrace.table.internal;

import org.jspecify.annotations.Nullable;

/** Where a library may return null and must not. */
final class Checks {
    private Checks() {}

    static <T> T notNull(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalStateException("missing: " + what);
        }
        return value;
    }
}
