package io.millrace.ingest.http;

import io.millrace.ingest.config.OnInvalid;
import io.millrace.ingest.http.syntax.MediaTypes;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a path that accepts events.
 *
 * @param types
 *            what may be sent there
 * @param eventId
 *            the id that the path gives to the one event; null when there may be many
 * @param sends
 *            whether valid events are sent to Kafka
 * @param onInvalid
 *            what becomes of requests with invalid events, where the stream has no policy of its own
 */
public record EventRoute(MediaTypes types, @Nullable String eventId, boolean sends, OnInvalid onInvalid) {
    /** Invalid rows are quarantined, because a connector cannot correct them and must not stop at one. */
    public static final EventRoute CHANGES = new EventRoute(MediaTypes.CHANGES, null, true, OnInvalid.QUARANTINE);

    public static EventRoute of(MediaTypes types) {
        return new EventRoute(types, null, true, OnInvalid.REJECT);
    }

    public EventRoute dry() {
        return new EventRoute(types, eventId, false, onInvalid);
    }

    public EventRoute naming(String theEventId) {
        return new EventRoute(types, theEventId, sends, onInvalid);
    }
}
