package io.millrace.landing.letters;

import io.millrace.contracts.schema.StreamName;

/** Kafka did not acknowledge a record that was redriven. What was acknowledged is in the table; the redrive may be repeated. */
public final class RedriveFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RedriveFailedException(StreamName stream, Throwable cause) {
        super("Could not write to the topic " + stream.topic() + " (" + cause
                + "). The letters whose records were written"
                + " are redriven, the others are as they were. Check that the topic is writable, then repeat the redrive.",
                cause);
    }
}
