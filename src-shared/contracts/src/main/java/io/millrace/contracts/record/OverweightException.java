package io.millrace.contracts.record;

/** An event takes more memory, once decoded, than it was given. It was not decoded to its end. */
public final class OverweightException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OverweightException(long limit) {
        super("the event takes more than " + limit + " bytes of memory once it is decoded", null, false, false);
    }
}
