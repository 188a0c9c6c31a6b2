package io.millrace.stream.merge;

import java.time.Instant;

/** The state of the merge of a stream. */
public sealed interface MergeState {
    /** The name of this state in health checks and in the label of the metric. */
    default String label() {
        return switch (this) {
            case Running running -> "running";
            case Retrying retrying -> "retrying";
            case Paused paused -> "paused";
        };
    }

    /** One line for health checks. */
    default String describe() {
        return switch (this) {
            case Running running -> label();
            case Retrying(String cause, Instant since) -> label() + " since " + since + ": " + cause;
            case Paused(String reason, Instant since) -> label() + " since " + since + ": " + reason;
        };
    }

    /** The cause of a state in which nothing is merged; else empty. */
    default String reason() {
        return switch (this) {
            case Running running -> "";
            case Retrying retrying -> retrying.cause();
            case Paused paused -> paused.reason();
        };
    }

    /** Records are merged as they come. */
    record Running() implements MergeState {}

    /**
     * The last attempt failed. The records are kept, or read again, and merged as soon as the cause is gone.
     *
     * @param cause
     *            of the last failure
     * @param since
     *            the first failure after the last success
     */
    record Retrying(String cause, Instant since) implements MergeState {}

    /**
     * Nothing is merged until an operator acts, or after a program error. The records are kept, or read again. What an
     * operator can mend is checked every few seconds; after a program error the next attempt is minutes later.
     *
     * @param reason
     *            what is wrong and what to do
     * @param since
     *            when it was found
     */
    record Paused(String reason, Instant since) implements MergeState {}
}
