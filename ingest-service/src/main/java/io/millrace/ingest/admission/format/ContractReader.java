package io.millrace.ingest.admission.format;

import io.millrace.contracts.schema.Contract;
import io.millrace.ingest.admission.value.RecordReader;

/**
 * Reads the events of a stream by one version of its contract.
 *
 * @param contract
 *            the version
 * @param reader
 *            reads objects by the contract's schema
 */
public record ContractReader(Contract contract, RecordReader reader) {}
