package io.millrace.launcher.local;

import java.time.Duration;
import java.time.Instant;

/**
 * Number of times that a process of the local system ended by itself, for {@code status}.
 *
 * @param name
 *            of the process
 * @param times
 *            since {@code up} was started
 * @param exitCode
 *            of the last end
 * @param lastMillis
 *            when that was, milliseconds since the epoch
 * @param quick
 *            how many of the last ends, without a gap, came within {@link #STEADY} of the start
 * @param log
 *            the file with its output
 */
public record ProcessExits(String name, int times, int exitCode, long lastMillis, int quick, String log) {
    /** A process that ran this long had started well. */
    static final Duration STEADY = Duration.ofSeconds(60);
    /** Number of quick ends from which a restart is unlikely to help. */
    static final int MANY = 3;
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int SIGNALLED = 128;

    static ProcessExits none(ManagedProcess part) {
        return new ProcessExits(part.name(), 0, 0, 0, 0, part.log().toString());
    }

    ProcessExits andOne(int code, Instant now, Duration ran) {
        return new ProcessExits(name, times + 1, code, now.toEpochMilli(), ran.compareTo(STEADY) < 0 ? quick + 1 : 0,
                log);
    }

    /** How long to wait before the next start: twice as long after each further quick end, a minute at most. */
    Duration pause() {
        Duration doubled = FIRST.multipliedBy(1L << Math.clamp(quick - 1L, 0, 10));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    boolean needsAPerson() {
        return quick >= MANY;
    }

    /** The exit code, and the signal that it stands for. */
    public String exit() {
        return exitCode > SIGNALLED
                ? "exit code " + exitCode + " (killed by signal " + (exitCode - SIGNALLED) + ")"
                : "exit code " + exitCode;
    }
}
