package io.millrace.stream.merge;

import java.time.Duration;

import io.millrace.landing.FailureKind;

/**
 * The time from a failure to the next attempt. Doubles from failure to failure, up to a limit. After a program error it is
 * long, because every attempt repeats the work up to the error. Used by one thread.
 */
final class RetryDelay {
    /** Time between two attempts to go on after a program error. */
    static final Duration AFTER_PROGRAM_ERROR = Duration.ofMinutes(5);
    private static final Duration FIRST = Duration.ofMillis(200);
    static final Duration LAST = Duration.ofSeconds(5);

    private final Duration afterProgramError;
    private Duration next = FIRST;

    RetryDelay(Duration afterProgramError) {
        this.afterProgramError = afterProgramError;
    }

    /** The delay after a failure of this kind. */
    Duration after(FailureKind kind) {
        if (kind == FailureKind.PROGRAM_ERROR) {
            return afterProgramError;
        }
        Duration delay = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(LAST) > 0 ? LAST : doubled;
        return delay;
    }

    /** After a success. */
    void reset() {
        next = FIRST;
    }
}
