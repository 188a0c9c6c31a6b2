package io.millrace.stream.merge;

/** Merging cannot go on until an operator acts: the stream is {@linkplain MergeState.Paused paused}. */
public final class StreamPausedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param reason
     *            the problem and its remedy
     */
    public StreamPausedException(String reason) {
        super(reason);
    }
}
