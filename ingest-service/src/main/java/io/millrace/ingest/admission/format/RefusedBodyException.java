package io.millrace.ingest.admission.format;

import java.util.List;

/**
 * Ends the reading of a body that is refused as a whole. Has no stack trace, because it is a result and not an error.
 */
public final class RefusedBodyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient BodyRefusal refusal;

    RefusedBodyException(BodyRefusal refusal) {
        super(refusal.toString(), null, false, false);
        this.refusal = refusal;
    }

    static RefusedBodyException malformed(int events, String detail) {
        return new RefusedBodyException(new BodyRefusal.MalformedBody(events, detail, List.of()));
    }

    public BodyRefusal refusal() {
        return refusal;
    }
}
