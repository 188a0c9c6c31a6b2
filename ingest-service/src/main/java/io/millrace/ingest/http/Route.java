package io.millrace.ingest.http;

import io.millrace.ingest.config.OnInvalid;
import io.millrace.ingest.http.syntax.MediaTypes;
import org.jspecify.annotations.Nullable;

/**
 * What a path stands for.
 *
 * @param types
 *            what may be sent there
 * @param eventId
 *            the id that the path gives to the one event; null when there may be many
 * @param sends
 *            whether lawful events are sent to Kafka
 * @param onInvalid
 *            what becomes of requests with invalid events, where the stream has no policy of its own
 */
public record Route(MediaTypes types, @Nullable String eventId, boolean sends, OnInvalid onInvalid) {
    /** A connector cannot mend what it reads: one bad row must not stop it. */
    public static final Route CHANGES = new Route(MediaTypes.CHANGES, null, true, OnInvalid.QUARANTINE);

    public static Route of(MediaTypes types) {
        return new Route(types, null, true, OnInvalid.REJECT);
    }

    public Route dry() {
        return new Route(types, eventId, false, onInvalid);
    }

    public Route naming(String theEventId) {
        return new Route(types, theEventId, sends, onInvalid);
    }
}
