package io.millrace.table.internal.log;

/** The result of one attempt to commit. */
public sealed interface CommitResult {
    /**
     * The actions are in the log.
     *
     * @param version
     *            the version that they made
     */
    record Committed(long version) implements CommitResult {}

    /** Another writer committed this version first; nothing of this commit is in the log. */
    record Conflict() implements CommitResult {}

    /**
     * The storage failed during the commit: the actions may be in the log or not, and reading the log shows which.
     *
     * @param cause
     *            the failure of the storage
     */
    record Undetermined(Exception cause) implements CommitResult {}
}
