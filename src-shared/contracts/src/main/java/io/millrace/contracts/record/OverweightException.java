package io.millrace.contracts.record;

/** A decoded event exceeds its memory limit. Its decoding was stopped. */
public final class OverweightException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param limit
     *            in bytes
     */
    public OverweightException(long limit) {
        super("the decoded event needs more than " + limit + " bytes of memory", null, false, false);
    }
}
