package io.millrace.contracts.type;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.millrace.contracts.schema.TypeName;
import io.millrace.contracts.schema.TypeReference;
import org.apache.avro.Schema;

/**
 * One version of a shared type.
 *
 * @param id
 *            its name and version
 * @param schema
 *            complete: with the definitions of the types that it names
 * @param parts
 *            the shared types that it names, in the version that it is bound to
 */
public record SharedType(TypeReference id, Schema schema, List<SharedType> parts) {
    public SharedType {
        parts = List.copyOf(parts);
    }

    public TypeName name() {
        return id.name();
    }

    /** The number of shared types that are within each other, this one included. */
    int depth() {
        return 1 + parts.stream().mapToInt(SharedType::depth).max().orElse(0);
    }

    /** This version and those of all types within it, each once. */
    List<TypeReference> closure() {
        List<TypeReference> all = new ArrayList<>(List.of(id));
        parts.forEach(part -> all.addAll(part.closure()));
        return all.stream().distinct().toList();
    }

    /** The types that the schema defines, at any depth, by their full names. */
    Map<String, Schema> definitions() {
        Map<String, Schema> found = new LinkedHashMap<>();
        collect(schema, found);
        return found;
    }

    private static void collect(Schema schema, Map<String, Schema> found) {
        switch (schema.getType()) {
            case RECORD -> {
                if (found.putIfAbsent(schema.getFullName(), schema) == null) {
                    schema.getFields().forEach(field -> collect(field.schema(), found));
                }
            }
            case ENUM, FIXED -> found.putIfAbsent(schema.getFullName(), schema);
            case ARRAY -> collect(schema.getElementType(), found);
            case MAP -> collect(schema.getValueType(), found);
            case UNION -> schema.getTypes().forEach(branch -> collect(branch, found));
            case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {
                // Has no name.
            }
        }
    }
}
