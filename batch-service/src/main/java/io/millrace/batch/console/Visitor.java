package io.millrace.batch.console;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Who looks at a page, and when.
 *
 * @param session
 *            the session; empty when the service has no API keys, and everybody may see what its metrics show, too
 * @param at
 *            the time of the request
 */
record Visitor(Optional<ConsoleSessions.Session> session, Instant at) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** The time of the request, in words. */
    public String time() {
        return time(Optional.empty());
    }

    /** The time of what a page shows, in words: that of an observation, or without one that of the request. */
    String time(Optional<Instant> observed) {
        return TIME.format(observed.orElse(at));
    }

    /** The name to show; empty without a session. */
    public String name() {
        return session.map(one -> one.user().name()).orElse("");
    }

    /** The token of forms; empty without a session. */
    public String formToken() {
        return session.map(ConsoleSessions.Session::formToken).orElse("");
    }

    /** Whether the visitor may see the condition of a stream. */
    public boolean maySee(String stream) {
        return session.isEmpty() || session.get().user().mayRead(stream);
    }

    /** Whether the visitor may see letters and receipts of a stream. */
    public boolean mayRead(String stream) {
        return session.isPresent() && session.get().user().mayRead(stream);
    }

    /** Whether the visitor may redrive and park letters of a stream. */
    public boolean mayWrite(String stream) {
        return session.isPresent() && session.get().user().mayWrite(stream);
    }
}
