package io.millrace.ingest.outcome;

import java.util.Locale;

/** The reasons for which events are rejected, in the order in which a refused request reports them. */
public enum RejectionReason {
    /** It is no text of its format. */
    MALFORMED_BODY,
    /** Its envelope is no CloudEvent. */
    BAD_CE_ATTRIBUTE,
    /** It breaks the contract, or the rules of its roles. */
    CONTRACT_VIOLATION,
    /** It does not meet a quality rule of the contract. */
    RULE,
    /** The type of the CloudEvent is assigned to no stream. */
    UNKNOWN_TYPE,
    /** The table of the change event is assigned to no stream. */
    UNKNOWN_TABLE,
    /** It is larger than Kafka would take. */
    EVENT_TOO_LARGE,
    /** Its key stands for a different event of the request too. */
    DUPLICATE_EVENT_ID;

    /** As it stands in answers and in dead letters. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
