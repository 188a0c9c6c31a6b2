package io.millrace.contracts.record;

import java.util.Set;

/** The Kafka headers that a letter of an event has which the gateway quarantined, beside those of any event and any letter. */
public final class QuarantineHeaders {
    /** Header: the version of the contract that the event was held to. */
    public static final String CONTRACT = "dlq_contract";
    /** Header: the media type of the request that held the event; no other letter has it. */
    public static final String CONTENT_TYPE = "http_content_type";

    /** The values of {@value DeadLetter#ERROR_CODE} in letters that the gateway wrote. */
    public static final Set<String> REASONS = Set.of("malformed-body", "bad-ce-attribute", "contract-violation", "rule",
            "unknown-type", "unknown-table", "event-too-large", "duplicate-event-id");

    private QuarantineHeaders() {}
}
