package io.millrace.ingest.outcome;

import io.millrace.contracts.schema.StreamName;
import org.jspecify.annotations.Nullable;

/**
 * The result of one event of a request.
 *
 * @param index
 *            its place in the request, from 0
 * @param stream
 *            where it went, or should have gone; null when it belongs to no stream
 * @param eventId
 *            its id, as far as it is known
 * @param idGenerated
 *            whether its id was made up here
 * @param ending
 *            what became of it
 */
public record EventResult(
        int index,
        @Nullable StreamName stream,
        @Nullable String eventId,
        boolean idGenerated,
        EventOutcome ending) {}
