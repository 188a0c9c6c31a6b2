package io.millrace.contracts.record;

import java.util.Optional;

import org.apache.kafka.common.header.Headers;

/**
 * The headers of a record that was redriven. A letter of it has them too, and so is known as the same letter.
 *
 * @param letterId
 *            the id of the letter
 * @param attempts
 *            how often the letter was redriven, this time included; 1 or more
 * @param firstSeenMicros
 *            when the first letter was written, in microseconds since the epoch
 */
public record RedriveHeaders(String letterId, int attempts, long firstSeenMicros) {
    /** Header: the id of the letter. */
    public static final String LETTER_ID = "dlq_letter_id";
    /** Header: how often the letter was redriven. */
    public static final String ATTEMPTS = "dlq_attempts";
    /** Header: when the first letter was written, in microseconds since the epoch. */
    public static final String FIRST_SEEN = "dlq_first_seen";

    private static final String NUMBER = "[0-9]{1,18}";
    private static final String COUNT = "[1-9][0-9]{0,8}";
    private static final String ID = "[A-Za-z0-9_-]{1,64}/[0-9]{1,10}/[0-9]{1,19}";

    public RedriveHeaders {
        if (!letterId.matches(ID) || attempts < 1 || firstSeenMicros < 0) {
            throw new IllegalArgumentException("no redrive of a letter has the id '" + letterId + "', " + attempts
                    + " attempts and was first seen at " + firstSeenMicros);
        }
    }

    /** Reads them; empty when one is missing or malformed: such a record was not redriven. */
    public static Optional<RedriveHeaders> of(Headers headers) {
        Optional<String> id = EventHeaders.text(headers, LETTER_ID).filter(text -> text.matches(ID));
        Optional<String> attempts = EventHeaders.text(headers, ATTEMPTS).filter(text -> text.matches(COUNT));
        Optional<String> first = EventHeaders.text(headers, FIRST_SEEN).filter(text -> text.matches(NUMBER));
        return id.isEmpty() || attempts.isEmpty() || first.isEmpty()
                ? Optional.empty()
                : Optional.of(new RedriveHeaders(id.get(), Integer.parseInt(attempts.get()),
                        Long.parseLong(first.get())));
    }

    /** Adds them to a record. */
    public void addTo(Headers headers) {
        EventHeaders.add(headers, LETTER_ID, letterId);
        EventHeaders.add(headers, ATTEMPTS, Integer.toString(attempts));
        EventHeaders.add(headers, FIRST_SEEN, Long.toString(firstSeenMicros));
    }
}
