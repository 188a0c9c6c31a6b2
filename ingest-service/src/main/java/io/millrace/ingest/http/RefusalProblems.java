package io.millrace.ingest.http;

import io.millrace.ingest.admission.format.BodyRefusal;
import io.millrace.ingest.admission.value.ValidationErrors;
import io.millrace.ingest.config.IngestConfig;
import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;

/** The problems of requests that validation refused. */
final class RefusalProblems {
    private RefusalProblems() {}

    static Problem problem(BodyRefusal refused, IngestConfig limits) {
        return switch (refused) {
            case BodyRefusal.MalformedBody malformed ->
                Problem.of(ProblemCode.MALFORMED_BODY, malformed.detail()).with(malformed.problems());
            case BodyRefusal.EmptyBatch empty ->
                Problem.of(ProblemCode.EMPTY_BATCH, "Send at least one event");
            case BodyRefusal.TooManyEvents tooMany -> Problem.of(ProblemCode.BATCH_TOO_MANY,
                    "A request may hold " + limits.maxEvents() + " events; send them in several requests");
            case BodyRefusal.EventsTooLarge tooLarge -> Problem.of(ProblemCode.BODY_TOO_LARGE,
                    "The events of a request may have " + limits.maxRequestBytes().asLongValue()
                            + " bytes as Kafka values, defaults included; send them in several requests");
            case BodyRefusal.NoMemory noMemory -> Problem.of(ProblemCode.OVERLOADED,
                    "Too much request data is in flight; retry later");
            case BodyRefusal.InvalidEvents invalid ->
                Problem.of(ProblemCode.of(invalid.fault()), detail(invalid, limits)).with(invalid.problems());
        };
    }

    private static String detail(BodyRefusal.InvalidEvents invalid, IngestConfig limits) {
        return switch (invalid.fault()) {
            case MALFORMED_BODY, CONTRACT_VIOLATION -> invalid.invalid() + " of " + invalid.events()
                    + (invalid.events() == 1 ? " event is" : " events are") + " invalid; nothing was stored";
            case RULE -> invalid.invalid() + " of " + invalid.events()
                    + " events do not meet a quality rule; nothing was stored";
            case BAD_CE_ATTRIBUTE -> invalid.invalid() + " of " + invalid.events()
                    + " events are not valid CloudEvents; nothing was stored";
            case UNKNOWN_TYPE, UNKNOWN_TABLE ->
                "No stream is assigned to " + invalid.invalid() + " of " + invalid.events()
                        + " events; nothing was stored";
            case EVENT_TOO_LARGE -> "An event may have " + limits.maxEventBytes().asLongValue()
                    + " bytes as a Kafka value, and take " + ValidationErrors.MEMORY_PER_BYTE
                    + " times that in memory; nothing was stored";
            case DUPLICATE_EVENT_ID -> "The same key and event id are used for different events; nothing was stored";
        };
    }
}
