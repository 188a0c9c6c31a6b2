package io.millrace.contracts.supervision;

import java.time.Instant;

/** The state of a {@link SupervisedTask}. */
public sealed interface TaskState {
    /** The last run succeeded, or there was none yet. */
    record Running() implements TaskState {}

    /**
     * The last run failed; the task runs again.
     *
     * @param cause
     *            the exception as text
     * @param since
     *            the first failure after the last success
     * @param remedy
     *            what an operator can do
     */
    record Failing(String cause, Instant since, String remedy) implements TaskState {}

    /**
     * The task has ended; only a restart of the service starts it again.
     *
     * @param cause
     *            the exception as text
     * @param since
     *            the time of its end
     */
    record Ended(String cause, Instant since) implements TaskState {}

    /** One line for health checks. */
    default String describe() {
        return switch (this) {
            case Running running -> "running";
            case Failing(String cause, Instant since, String remedy) ->
                "failing since " + since + ": " + cause + ". " + remedy;
            case Ended(String cause, Instant since) ->
                "ended at " + since + ": " + cause + ". Restart the service";
        };
    }
}
