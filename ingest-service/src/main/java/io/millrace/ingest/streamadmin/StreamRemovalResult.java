package io.millrace.ingest.streamadmin;

import io.millrace.contracts.registry.StreamState;

/** The result of a request to delete a stream. */
public sealed interface StreamRemovalResult {
    /** The deletion begins, or goes on. */
    record Begun(StreamState.Deleting state, StreamContents holdings) implements StreamRemovalResult {}

    /** Nothing: there is no such stream. */
    record NotThere() implements StreamRemovalResult {}

    /** Nothing: the caller must say what becomes of what there is. */
    record InUse(StreamContents holdings) implements StreamRemovalResult {}

    /** Nothing: it is being deleted, and something else becomes of its data. */
    record OtherwiseDeleted(StreamState.Deleting state) implements StreamRemovalResult {}

    /** Nothing: Kafka did not say what it holds. Safe to try again. */
    record KafkaRefused(String reason, boolean retryable) implements StreamRemovalResult {}
}
