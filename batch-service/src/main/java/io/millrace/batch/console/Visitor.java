package io.millrace.batch.console;

import java.util.Optional;

/**
 * Who looks at a page.
 *
 * @param session
 *            the session; empty when the service has no API keys, and everybody may see what its metrics show, too
 */
record Visitor(Optional<ConsoleSessions.Session> session) {
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
