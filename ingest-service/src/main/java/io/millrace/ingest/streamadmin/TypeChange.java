package io.millrace.ingest.streamadmin;

import java.util.List;

import io.millrace.contracts.schema.ContractProblem;
import io.millrace.contracts.type.SharedType;

/** The change that an offered schema makes to a shared type. */
public sealed interface TypeChange {
    /** The type is new. */
    record Created(SharedType type) implements TypeChange {}

    /** The type has a new version. */
    record Evolved(SharedType type) implements TypeChange {}

    /** The schema is the newest version already. */
    record Unchanged(SharedType type) implements TypeChange {}

    /** Nothing: the schema cannot be this type. */
    record NoType(List<ContractProblem> problems) implements TypeChange {}

    /** Nothing: the schema is no additive step from the newest version. */
    record Conflict(List<ContractProblem> problems) implements TypeChange {}

    /** Nothing: the caller meant to change another version than the newest one. */
    record Outdated() implements TypeChange {}
}
