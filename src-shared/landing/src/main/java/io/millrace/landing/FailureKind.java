package io.millrace.landing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeoutException;

import io.millrace.contracts.registry.RegistryUnavailableException;
import io.millrace.table.TableRefusedException;
import io.millrace.table.TableUnavailableException;
import org.apache.kafka.common.KafkaException;

/** The kinds of failures of a merge. The kind decides when the next attempt is useful, and what an operator has to do. */
public enum FailureKind {
    /** Kafka, the registry or the storage did not answer, or memory was short. The next attempt may succeed at any time. */
    TEMPORARY,
    /** The table or the topic cannot be used as it is. An operator must act; after that the next attempt succeeds. */
    REFUSED,
    /** Everything else is an error of this program. A repetition of the same attempt most likely fails again. */
    PROGRAM_ERROR;

    /** Decides by the first known exception among the failure and its causes. */
    public static FailureKind of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TableRefusedException || cause instanceof TopicRefusedException) {
                return REFUSED;
            }
            if (isTemporary(cause)) {
                return TEMPORARY;
            }
        }
        return PROGRAM_ERROR;
    }

    private static boolean isTemporary(Throwable cause) {
        return switch (cause) {
            case TableUnavailableException table -> true;
            case RegistryUnavailableException registry -> true;
            case TopicUnavailableException topic -> true;
            case StreamHangsException storage -> true;
            case KafkaException kafka -> true;
            case IOException storage -> true;
            case UncheckedIOException storage -> true;
            case TimeoutException late -> true;
            case InterruptedException interrupted -> true;
            case OutOfMemoryError memory -> true;
            default -> false;
        };
    }

    /**
     * One line for health checks and logs: the message of a known failure, or the exception itself, because an exception that
     * nobody expected often has no useful message.
     */
    public static String describe(Throwable failure) {
        String message = failure.getMessage();
        return of(failure) == PROGRAM_ERROR
                ? "program error " + failure + " (the log has its stack trace; report it)"
                : failure instanceof Error || message == null ? failure.toString() : message;
    }
}
