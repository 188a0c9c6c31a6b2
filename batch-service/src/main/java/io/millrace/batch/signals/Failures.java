package io.millrace.batch.signals;

import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

/** Runs steps of which each is tried, whether or not those before it failed, and keeps the first failure. */
final class Failures {
    private @Nullable RuntimeException first;

    /** Runs a step. Throws only that it was cancelled. */
    void of(Runnable step) {
        try {
            step.run();
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            if (first == null) {
                first = e;
            } else if (first != e) {
                first.addSuppressed(e);
            }
        }
    }

    /** Throws the first failure, if there was one. */
    void throwFirst() {
        if (first != null) {
            throw first;
        }
    }
}
