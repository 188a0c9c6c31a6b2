package io.millrace.ingest.outcome;

import org.jspecify.annotations.Nullable;

/**
 * An error of one event of a request.
 *
 * @param index
 *            the event's place in the request, from 0
 * @param line
 *            the line it stands on, from 1, when the body is one event per line
 * @param eventId
 *            its id, as far as it could be read
 * @param pointer
 *            an RFC 6901 pointer into the event; empty for the whole
 * @param reason
 *            what is wrong, without any value of the event
 * @param rule
 *            the name of the quality rule that the event does not meet; null for any other error
 */
public record EventProblem(
        int index,
        @Nullable Integer line,
        @Nullable String eventId,
        String pointer,
        String reason,
        @Nullable String rule) {
    public EventProblem(int index, @Nullable Integer line, @Nullable String eventId, String pointer, String reason) {
        this(index, line, eventId, pointer, reason, null);
    }
}
