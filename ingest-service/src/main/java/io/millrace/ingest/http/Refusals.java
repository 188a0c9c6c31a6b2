package io.millrace.ingest.http;

import io.millrace.ingest.IngestConfig;
import io.millrace.ingest.admission.Verdict;

/** Says in HTTP's words why a request was refused. */
final class Refusals {
    private Refusals() {}

    static Problem problem(Verdict.Refused refused, IngestConfig limits) {
        return switch (refused) {
            case Verdict.MalformedBody malformed ->
                Problem.of(ProblemCode.MALFORMED_BODY, malformed.detail()).with(malformed.problems());
            case Verdict.EmptyBatch empty ->
                Problem.of(ProblemCode.EMPTY_BATCH, "Send at least one event");
            case Verdict.TooManyEvents tooMany -> Problem.of(ProblemCode.BATCH_TOO_MANY,
                    "A request may hold " + limits.maxEvents() + " events; send them in several requests");
            case Verdict.EventsTooLarge tooLarge -> Problem.of(ProblemCode.EVENT_TOO_LARGE,
                    "An event may have " + limits.maxEventBytes().asLongValue() + " bytes as a Kafka value;"
                            + " nothing was stored")
                    .with(tooLarge.problems());
            case Verdict.ContractViolation violation -> Problem.of(ProblemCode.CONTRACT_VIOLATION,
                    violation.invalid() + " of " + violation.events() + " events are invalid; nothing was stored")
                    .with(violation.problems());
            case Verdict.DuplicateEventIds duplicates -> Problem.of(ProblemCode.DUPLICATE_EVENT_ID,
                    "The same event id of the same key is given to different events; nothing was stored")
                    .with(duplicates.problems());
        };
    }
}
