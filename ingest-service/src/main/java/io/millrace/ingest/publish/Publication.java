package io.millrace.ingest.publish;

import java.util.concurrent.CompletionStage;

import io.millrace.ingest.outcome.Published;

/**
 * A batch on its way.
 *
 * @param result
 *            what to tell the caller; completes within the acknowledgement timeout
 * @param settled
 *            completes, possibly later than the result, when the producer holds none of the batch any more
 */
public record Publication(CompletionStage<Published> result, CompletionStage<Void> settled) {}
