package io.millrace.ingest.http.coding;

/** A body could not be decoded. Retryable only for {@link Kind#NO_ROOM}. */
public final class ContentCodingException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Kind {
        /** It is not of its content coding, or broken off, or its check sum is wrong. */
        BROKEN,
        /** The content is larger than the limit, or needs more memory to be decoded than there is for it. */
        TOO_LARGE,
        /** There is no memory left for what it holds. */
        NO_ROOM
    }

    private final Kind kind;

    ContentCodingException(Kind kind) {
        super(kind.name(), null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
