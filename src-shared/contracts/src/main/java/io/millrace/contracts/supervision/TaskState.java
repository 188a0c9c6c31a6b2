package io.millrace.contracts.supervision;

import java.time.Instant;

/** How a {@link SupervisedTask} is doing. */
public sealed interface TaskState {
    /** It goes on. */
    record Running() implements TaskState {}

    /**
     * It failed when it last ran, and runs again.
     *
     * @param cause
     *            what was thrown
     * @param since
     *            when it failed first after it had last succeeded
     * @param remedy
     *            what an operator can do
     */
    record Failing(String cause, Instant since, String remedy) implements TaskState {}

    /**
     * Its thread has ended and nothing starts it again but a restart of the service.
     *
     * @param cause
     *            what was thrown
     * @param since
     *            when it ended
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
