package io.millrace.landing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.stream.Collectors;

import io.millrace.contracts.schema.StreamName;

/** A call for a stream does not return, or could not begin because calls for others do not. */
public final class StreamHangsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean mayGoOn;

    private StreamHangsException(String message, boolean mayGoOn) {
        super(message);
        this.mayGoOn = mayGoOn;
    }

    /** Whether the call may return by itself; see {@link HungThread#mayGoOn}. */
    public boolean mayGoOn() {
        return mayGoOn;
    }

    static StreamHangsException since(StreamName stream, Instant since, StackTraceElement[] stack) {
        StreamHangsException hangs = new StreamHangsException("A call for stream " + stream + ", begun at "
                + since.truncatedTo(ChronoUnit.SECONDS)
                + ", has not returned; the other streams go on without it. Check that"
                + " the storage of its tables answers; the stream goes on when it does", HungThread.mayGoOn(stack));
        hangs.setStackTrace(stack);
        return hangs;
    }

    static StreamHangsException noLane(StreamName stream, Set<StreamName> hanging) {
        return new StreamHangsException("Stream " + stream + " waits, because calls for too many other streams have not"
                + " returned: " + hanging.stream().map(StreamName::value).collect(Collectors.joining(", "))
                + ". Check that the storage of their tables answers, or restart the service", true);
    }
}
