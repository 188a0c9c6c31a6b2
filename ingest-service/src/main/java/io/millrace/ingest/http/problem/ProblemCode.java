package io.millrace.ingest.http.problem;

import java.util.Locale;

import io.millrace.ingest.outcome.RejectionReason;

/** The problem codes of the API: clients may switch on them, and metrics use them as labels. */
public enum ProblemCode {
    /** The body is no text of its format. */
    MALFORMED_BODY(400, "The body cannot be read", false),
    /** No event in the body. */
    EMPTY_BATCH(400, "The request contains no event", false),
    /** A header that says nothing that can be held to. */
    BAD_HEADER(400, "A header is malformed", false),
    /** An attribute of a CloudEvent is missing or invalid. */
    BAD_CE_ATTRIBUTE(400, "The request is not a valid CloudEvent", false),
    /** A request that HTTP itself refuses. */
    BAD_REQUEST(400, "The request is malformed", false),
    /** The caller is not authenticated. */
    UNAUTHENTICATED(401, "Authentication is required", false),
    /** The caller has no grant for the stream. */
    FORBIDDEN_STREAM(403, "The caller is not authorised", false),
    /** A page of another origin in a browser. */
    FOREIGN_ORIGIN(403, "The origin is not allowed", false),
    /** No such stream. */
    UNKNOWN_STREAM(404, "The stream does not exist", false),
    /** No such shared type. */
    UNKNOWN_SHARED_TYPE(404, "The shared type does not exist", false),
    /** No such path. */
    NOT_FOUND(404, "The path does not exist", false),
    /** The path has no such method. */
    METHOD_NOT_ALLOWED(405, "The method is not allowed on this path", false),
    /** No representation that the caller accepts. */
    NOT_ACCEPTABLE(406, "No acceptable media type is available", false),
    /** The body was not received in time. */
    BODY_STALLED(408, "The body was not received in time", true),
    /** A contract that is no additive step. */
    CONTRACT_CONFLICT(409, "The stream cannot be changed in this way", false),
    /** A shared type that is no additive step. */
    TYPE_CONFLICT(409, "The shared type cannot be changed in this way", false),
    /** A quality rule of a contract cannot be run. */
    INVALID_RULE(409, "A quality rule of the contract cannot be run", false),
    /** Something is there that the request does not say the fate of. */
    STREAM_IN_USE(409, "The stream holds data or has consumers", false),
    /** The stream is about to be no more. */
    STREAM_DELETING(409, "The stream is being deleted", false),
    /** Another version than the caller means. */
    PRECONDITION_FAILED(412, "The contract has another version than expected", false),
    /** The body is too large. */
    BODY_TOO_LARGE(413, "The body is too large", false),
    /** An event is too large. */
    EVENT_TOO_LARGE(413, "An event is too large", false),
    /** Too many events. */
    BATCH_TOO_MANY(413, "The request contains too many events", false),
    /** Path and query are too long. */
    URI_TOO_LONG(414, "The request target is too long", false),
    /** A media type that is not read. */
    UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported", false),
    /** An expectation that is not known. */
    EXPECTATION_FAILED(417, "The expectation is not supported", false),
    /** A schema that cannot be a contract. */
    NO_CONTRACT(422, "The schema is not a valid contract", false),
    /** A schema that cannot be a shared type. */
    INVALID_TYPE(422, "The schema is not a valid shared type", false),
    /** Kafka does not make such a topic. */
    TOPIC_REFUSED(422, "Kafka refuses the topic", false),
    /** Events break the contract. */
    CONTRACT_VIOLATION(422, "Events do not match the contract", false),
    /** Events do not meet a quality rule. */
    RULE(422, "Events do not meet a quality rule of the contract", false),
    /** No stream is assigned to the type of a CloudEvent. */
    UNKNOWN_TYPE(422, "No stream is assigned to the event type", false),
    /** No stream is assigned to the table of a change event. */
    UNKNOWN_TABLE(422, "No stream is assigned to a table", false),
    /** One key, two events. */
    DUPLICATE_EVENT_ID(422, "One event id is used for different events", false),
    /** The caller's quota is used up. */
    QUOTA(429, "The quota is exceeded", true),
    /** The headers are too large. */
    HEADERS_TOO_LARGE(431, "The headers are too large", false),
    /** An error in this service. */
    INTERNAL_ERROR(500, "Internal error", true),
    /** Kafka does not take events. */
    KAFKA_UNAVAILABLE(503, "Kafka is not available", true),
    /** No memory left for another body. */
    OVERLOADED(503, "Too much request data is in flight", true),
    /** The contracts are not known. */
    REGISTRY_UNAVAILABLE(503, "The contract registry is not available", true),
    /** The service is about to stop. */
    DRAINING(503, "The instance is shutting down", true),
    /** Kafka did not acknowledge in time. */
    ACK_TIMEOUT(504, "Kafka did not acknowledge in time", true),
    /** Another HTTP than 1.0, 1.1 and 2. */
    HTTP_VERSION_NOT_SUPPORTED(505, "The HTTP version is not supported", false);

    private final int status;
    private final String title;
    private final boolean retryable;

    ProblemCode(int status, String title, boolean retryable) {
        this.status = status;
        this.title = title;
        this.retryable = retryable;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** Whether the same request may succeed later. */
    public boolean retryable() {
        return retryable;
    }

    /** Whether the cause is on the side of the server. */
    public boolean isOurs() {
        return status >= 500;
    }

    /** Whether the response has Retry-After. */
    public boolean retryAfter() {
        return status == 503 || status == 504;
    }

    /** As it stands in the answer and in the metric. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The code for what is wrong with an event. */
    public static ProblemCode of(RejectionReason fault) {
        return switch (fault) {
            case MALFORMED_BODY -> MALFORMED_BODY;
            case CONTRACT_VIOLATION -> CONTRACT_VIOLATION;
            case RULE -> RULE;
            case BAD_CE_ATTRIBUTE -> BAD_CE_ATTRIBUTE;
            case UNKNOWN_TYPE -> UNKNOWN_TYPE;
            case UNKNOWN_TABLE -> UNKNOWN_TABLE;
            case EVENT_TOO_LARGE -> EVENT_TOO_LARGE;
            case DUPLICATE_EVENT_ID -> DUPLICATE_EVENT_ID;
        };
    }

    /** The code for a status that the framework answers with. */
    public static ProblemCode ofStatus(int status) {
        return switch (status) {
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 413 -> BODY_TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            default -> status < 500 ? BAD_REQUEST : INTERNAL_ERROR;
        };
    }
}
