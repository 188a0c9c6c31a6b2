package io.millrace.batch.operations;

import java.util.Locale;

/** The problem codes of the operations port; those that the gateway has, too, mean the same there. */
enum OperationsProblem {
    /** The path, the query or the body is malformed. */
    BAD_REQUEST(400, "The request is malformed", false),
    /** There is no valid API key. */
    UNAUTHENTICATED(401, "Authentication is required", false),
    /** The caller has no grant for the stream. */
    FORBIDDEN_STREAM(403, "The caller is not authorised", false),
    /** The service knows no API keys. */
    OPERATIONS_CLOSED(403, "The service has no API keys", false),
    /** No such stream. */
    UNKNOWN_STREAM(404, "The stream does not exist", false),
    /** No such letter. */
    UNKNOWN_LETTER(404, "The dead letter does not exist", false),
    /** No such redrive in this process. */
    UNKNOWN_REDRIVE(404, "The redrive is not known", false),
    /** No such path. */
    NOT_FOUND(404, "The path does not exist", false),
    /** The path has no such method. */
    METHOD_NOT_ALLOWED(405, "The method is not allowed on this path", false),
    /** A redrive of the stream is running. */
    REDRIVE_RUNNING(409, "A redrive of the stream is running", true),
    /** The body is too large. */
    BODY_TOO_LARGE(413, "The body is too large", false),
    /** An error in this service. */
    INTERNAL_ERROR(500, "Internal error", true),
    /** Kafka, the registry or the storage does not answer. */
    UNAVAILABLE(503, "A system that the request needs is not available", true);

    private final int status;
    private final String title;
    private final boolean retryable;

    OperationsProblem(int status, String title, boolean retryable) {
        this.status = status;
        this.title = title;
        this.retryable = retryable;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    /** Whether the same request may succeed later. */
    boolean retryable() {
        return retryable;
    }

    /** The code as in responses. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
