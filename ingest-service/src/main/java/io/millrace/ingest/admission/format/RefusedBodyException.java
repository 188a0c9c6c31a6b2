package io.millrace.ingest.admission.format;

import io.millrace.ingest.admission.Verdict;
import java.util.List;

/** Ends the reading of a body with a verdict. No stack trace: it is an answer, not a fault. */
public final class RefusedBodyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Verdict.Refused verdict;

    RefusedBodyException(Verdict.Refused verdict) {
        super(verdict.toString(), null, false, false);
        this.verdict = verdict;
    }

    static RefusedBodyException malformed(int events, String detail) {
        return new RefusedBodyException(new Verdict.MalformedBody(events, detail, List.of()));
    }

    public Verdict.Refused verdict() {
        return verdict;
    }
}
