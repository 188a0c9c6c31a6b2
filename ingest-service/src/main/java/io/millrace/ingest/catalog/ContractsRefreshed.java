package io.millrace.ingest.catalog;

import java.util.Set;

import io.millrace.contracts.schema.StreamName;

/**
 * Fired after the registry was read, on the worker that read it.
 *
 * @param streams
 *            every stream that is known now
 */
public record ContractsRefreshed(Set<StreamName> streams) {}
