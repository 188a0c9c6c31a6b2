package io.millrace.landing.letters;

import java.util.Optional;

/** The outcome of patching the event of a letter. */
public sealed interface Patched {
    /** The event as it is sent: written with the latest contract, its key the pk. */
    record Event(RefusedRecord sent) implements Patched {}

    /**
     * The patch cannot be applied.
     *
     * @param reason
     *            why, without any value of the event
     */
    record Refused(String reason) implements Patched {}

    /** What is sent; empty when the patch cannot be applied. */
    default Optional<RefusedRecord> record() {
        return switch (this) {
            case Event(RefusedRecord sent) -> Optional.of(sent);
            case Refused refused -> Optional.empty();
        };
    }
}
