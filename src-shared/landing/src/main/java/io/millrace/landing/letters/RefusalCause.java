package io.millrace.landing.letters;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.record.QuarantineHeaders;
import org.apache.kafka.common.header.Headers;

/**
 * Why a record was refused, without any value of it.
 *
 * @param reason
 *            the code of the reason, see {@link DeadLetter.Reason#code()}
 * @param rule
 *            the quality rule that it does not meet
 * @param pointer
 *            an RFC 6901 pointer to the field that is wrong
 * @param message
 *            what is wrong
 * @param contract
 *            the contract that it was held to, of a record that the gateway refused
 */
public record RefusalCause(Optional<String> reason, Optional<String> rule, Optional<String> pointer,
        Optional<String> message, Optional<String> contract) {
    /** The code of the reason of a letter that names none. */
    static final String UNKNOWN = "unknown";

    /** The cause that the headers of a letter name. */
    static RefusalCause of(Headers letter) {
        return new RefusalCause(EventHeaders.text(letter, DeadLetter.ERROR_CODE),
                EventHeaders.text(letter, DeadLetter.ERROR_RULE), EventHeaders.text(letter, DeadLetter.ERROR_POINTER),
                EventHeaders.text(letter, DeadLetter.ERROR_DETAIL),
                EventHeaders.text(letter, QuarantineHeaders.CONTRACT));
    }

    /** The codes of all reasons for which Millrace writes letters, and {@link #UNKNOWN}, in alphabetical order. */
    public static SortedSet<String> codes() {
        SortedSet<String> codes = new TreeSet<>(QuarantineHeaders.REASONS);
        for (DeadLetter.Reason reason : DeadLetter.Reason.values()) {
            codes.add(reason.code());
        }
        codes.add(UNKNOWN);
        return codes;
    }

    /** The code of the reason; {@link #UNKNOWN} without one. */
    public String code() {
        return reason.orElse(UNKNOWN);
    }
}
