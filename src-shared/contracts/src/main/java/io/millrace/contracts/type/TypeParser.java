package io.millrace.contracts.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.millrace.contracts.schema.ContractException;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.ContractProblem;
import io.millrace.contracts.schema.DefaultRules;
import io.millrace.contracts.schema.SchemaReading;
import io.millrace.contracts.schema.SupportedTypes;
import io.millrace.contracts.schema.TypeName;
import io.millrace.contracts.schema.TypeReference;
import org.apache.avro.Schema;

/** Reads an Avro schema as a shared type and refuses, with every reason, what cannot be one. */
public final class TypeParser {
    private TypeParser() {}

    /**
     * Reads a type.
     *
     * @param id
     *            its name and version
     * @param registered
     *            gives the version of another type that the text names
     * @throws ContractException
     *             with every problem, when the text is no schema or the schema cannot be a shared type of this name
     */
    public static SharedType parse(TypeReference id, String avsc,
            Function<TypeName, Optional<SharedType>> registered) {
        return switch (ResolvedSchema.of(avsc, registered)) {
            case ResolvedSchema.Resolution.Unresolved(List<ContractProblem> problems) -> throw refused(id, problems);
            case ResolvedSchema.Resolution.Resolved(ResolvedSchema resolved) -> {
                SharedType type = new SharedType(id, schema(id, resolved.avsc()), resolved.parts());
                List<ContractProblem> problems = problems(type);
                if (!problems.isEmpty()) {
                    throw refused(id, problems);
                }
                yield type;
            }
        };
    }

    private static Schema schema(TypeReference id, String avsc) {
        return switch (SchemaReading.of(avsc, List.of())) {
            case SchemaReading.Parsed(Schema parsed) -> parsed;
            case SchemaReading.Unreadable(String reason) ->
                throw refused(id, List.of(new ContractProblem("", reason)));
        };
    }

    private static List<ContractProblem> problems(SharedType type) {
        Schema schema = type.schema();
        List<ContractProblem> problems = new ArrayList<>();
        switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> {
                if (!schema.getFullName().equals(type.name().value())) {
                    problems.add(new ContractProblem("", "the full name of the schema is " + schema.getFullName()
                            + " and must be " + type.name()));
                }
            }
            case ARRAY, MAP, UNION, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> problems.add(
                    new ContractProblem("", "must be a record, an enum or a fixed, is " + schema.getType().getName()));
        }
        if (schema.getObjectProp(ContractParser.PROPERTY) != null) {
            problems.add(new ContractProblem("/" + ContractParser.PROPERTY,
                    "a shared type has no roles, settings or rules; put them into the contracts that name it"));
        }
        if (type.depth() > ResolvedSchema.MAX_DEPTH) {
            problems.add(new ContractProblem("", "shared types are within each other deeper than "
                    + ResolvedSchema.MAX_DEPTH + " levels"));
        }
        problems.addAll(SupportedTypes.problems(schema));
        if (problems.isEmpty()) {
            problems.addAll(DefaultRules.problems(schema));
        }
        return problems;
    }

    private static ContractException refused(TypeReference id, List<ContractProblem> problems) {
        return ContractException.ofType(id.name(), problems);
    }
}
