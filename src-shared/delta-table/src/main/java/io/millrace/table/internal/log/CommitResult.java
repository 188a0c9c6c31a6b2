package io.millrace.table.internal.log;

/** What one attempt to commit came to. */
public sealed interface CommitResult {
    /**
     * The actions are in the log.
     *
     * @param version
     *            the version they made
     */
    record Committed(long version) implements CommitResult {}

    /** Another writer made that version; nothing of this commit is in the log. */
    record Conflict() implements CommitResult {}

    /**
     * The storage failed on the way; the actions may be in the log or not. Only the log can tell.
     *
     * @param cause
     *            what the storage said
     */
    record Undetermined(Exception cause) implements CommitResult {}
}
