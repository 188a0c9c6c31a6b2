package io.millrace.ingest.admission.format;

import io.millrace.contracts.schema.Contract;
import io.millrace.ingest.admission.plan.WritingPlan;
import io.millrace.ingest.admission.value.RecordReader;

/**
 * Reads the events of a stream by one version of its contract.
 *
 * @param contract
 *            the version
 * @param reader
 *            reads objects by the contract's schema
 * @param plan
 *            writes plain events without reading them first
 */
public record ContractReader(Contract contract, RecordReader reader, WritingPlan plan) {}
