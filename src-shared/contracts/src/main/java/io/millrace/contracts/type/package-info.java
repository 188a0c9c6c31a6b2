/**
 * Shared types: records, enums and fixed types that are registered once and named by the contracts of many streams.
 *
 * <p>
 * {@link io.millrace.contracts.type.TypeUses} finds the types that a schema names without defining them,
 * {@link io.millrace.contracts.type.ResolvedSchema} puts their definitions in, and
 * {@link io.millrace.contracts.type.TypeParser} reads a schema as a shared type. The package does no I/O and sees
 * {@code schema}.
 */
@NullMarked
package io.millrace.contracts.type;

import org.jspecify.annotations.NullMarked;
