package io.millrace.contracts.type;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.millrace.contracts.schema.ContractProblem;
import io.millrace.contracts.schema.SchemaReading;
import io.millrace.contracts.schema.TypeName;
import io.millrace.contracts.schema.TypeReference;
import org.apache.avro.Schema;

/**
 * The text of a schema with the definitions of the shared types that it names.
 *
 * @param avsc
 *            complete: Avro's parser needs nothing else
 * @param parts
 *            the shared types that the text names, in the version that it is bound to
 */
public record ResolvedSchema(String avsc, List<SharedType> parts) {
    /** How many shared types may be within each other. */
    public static final int MAX_DEPTH = 10;

    public ResolvedSchema {
        parts = List.copyOf(parts);
    }

    /** The result of {@link #of}. */
    public sealed interface Resolution {
        /** Every name has a definition. */
        record Resolved(ResolvedSchema schema) implements Resolution {}

        /** Not for these reasons. */
        record Unresolved(List<ContractProblem> problems) implements Resolution {}
    }

    /**
     * Puts the definitions in. A text that names no shared type stays as it is, whether it is a schema or not.
     *
     * @param registered
     *            gives the version to bind a name to; called once for each name that the text does not define
     */
    public static Resolution of(String avsc, Function<TypeName, Optional<SharedType>> registered) {
        TypeUses uses = TypeUses.of(avsc);
        List<ContractProblem> problems = new ArrayList<>();
        List<SharedType> parts = new ArrayList<>();
        Map<String, Schema> definitions = new LinkedHashMap<>();
        uses.undefined().forEach((name, pointer) -> registered.apply(name).ifPresentOrElse(type -> {
            if (type.depth() > MAX_DEPTH) {
                problems.add(new ContractProblem(pointer, "shared types are within each other deeper than " + MAX_DEPTH
                        + " levels in " + name));
            }
            problems.addAll(conflicts(type, pointer, definitions, uses.defined()));
            parts.add(type);
            type.definitions().forEach(definitions::putIfAbsent);
        }, () -> problems.add(new ContractProblem(pointer, "type " + name + " is neither defined in the schema nor a"
                + " shared type; define it, or register it with PUT /v1/types/" + name))));
        if (!problems.isEmpty()) {
            return new Resolution.Unresolved(problems);
        }
        if (parts.isEmpty()) {
            return new Resolution.Resolved(new ResolvedSchema(avsc, parts));
        }
        return switch (SchemaReading.of(avsc, definitions.values())) {
            case SchemaReading.Parsed(Schema schema) ->
                new Resolution.Resolved(new ResolvedSchema(schema.toString(), parts));
            case SchemaReading.Unreadable(String reason) ->
                new Resolution.Unresolved(List.of(new ContractProblem("", reason)));
        };
    }

    /** A name has one definition in a schema. */
    private static List<ContractProblem> conflicts(SharedType type, String pointer, Map<String, Schema> others,
            Map<String, String> definedHere) {
        List<ContractProblem> problems = new ArrayList<>();
        type.definitions().forEach((name, schema) -> {
            String here = definedHere.get(name);
            if (here != null) {
                problems.add(
                        new ContractProblem(here, name + " is defined here and also in the shared type " + type.id()
                                + ", which the schema names; remove the definition, or do not name that type"));
            }
            Schema other = others.get(name);
            if (other != null && !other.equals(schema)) {
                problems.add(new ContractProblem(pointer, "the shared type " + type.id() + " has another version of "
                        + name + " than the schema has elsewhere; PUT the shared types that name " + name
                        + " again, which binds them to its newest version"));
            }
        });
        return problems;
    }

    /**
     * The definitions in a text of types that the version before took from the shared types; each is a problem, because the
     * registry cannot compare the two versions, and because the streams would no longer agree on the type.
     */
    public static List<ContractProblem> redefined(String avsc, List<TypeReference> before) {
        Map<String, String> defined = TypeUses.of(avsc).defined();
        List<ContractProblem> problems = new ArrayList<>();
        for (TypeReference type : before) {
            String pointer = defined.get(type.name().value());
            if (pointer != null) {
                problems.add(
                        new ContractProblem(pointer, type.name() + " is a shared type in the version before and must"
                                + " stay one; use its name as the type, without the definition"));
            }
        }
        return problems;
    }

    /** The versions of the named types and of all types within them, each once. */
    public List<TypeReference> closure() {
        return parts.stream().flatMap(part -> part.closure().stream()).distinct().toList();
    }

    /** The versions of the named types. */
    public List<TypeReference> references() {
        return parts.stream().map(SharedType::id).toList();
    }
}
