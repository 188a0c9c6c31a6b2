package io.millrace.ingest.publish;

import java.util.concurrent.CompletionStage;

import io.millrace.ingest.outcome.BatchOutcome;

/**
 * A batch on its way.
 *
 * @param result
 *            the outcome for the caller; completes within the acknowledgement timeout
 * @param settled
 *            completes, possibly later than the result, when the producer holds none of the batch any more
 */
public record Publication(CompletionStage<BatchOutcome> result, CompletionStage<Void> settled) {}
