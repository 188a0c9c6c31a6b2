/**
 * The contract of a stream: its Avro schema, the roles of its fields, and the rules for both.
 *
 * <p>
 * {@link io.millrace.contracts.schema.ContractParser} reads a schema as a contract and reports every reason why it
 * cannot be one; {@link io.millrace.contracts.schema.AdditiveCheck} compares two versions;
 * {@link io.millrace.contracts.schema.RoleValues} reads the key, the time and the region of an event. The package does no
 * I/O and sees {@code rule} and {@code slo}.
 */
@NullMarked
package io.millrace.contracts.schema;

import org.jspecify.annotations.NullMarked;
