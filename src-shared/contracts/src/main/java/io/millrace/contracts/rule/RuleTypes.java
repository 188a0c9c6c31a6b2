package io.millrace.contracts.rule;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** The types of the fields of a contract in CEL. */
final class RuleTypes implements CelTypeProvider {
    static final String MESSAGE = "message";
    static final String NOW = "now";
    /** Names that mean something else in an expression; such a field is reached through {@value #MESSAGE}. */
    private static final Set<String> TAKEN = Set.of(MESSAGE, NOW, "bool", "bytes", "double", "dyn", "int", "list",
            "map",
            "null_type", "optional_type", "string", "type", "uint", "as", "break", "const", "continue", "else", "false",
            "for", "function", "if", "import", "in", "let", "loop", "namespace", "null", "package", "return", "true",
            "var", "void", "while");

    /** Complete once the type of the event is made, which the constructor does. */
    @SuppressWarnings("Immutable")
    private final Map<String, StructType> structs = new LinkedHashMap<>();

    /**
     * @param event
     *            the schema of the events
     */
    RuleTypes(Schema event) {
        StructType unused = ofRecord(event);
    }

    /** Whether a field of the contract is a variable of its own. */
    static boolean isVariable(String field) {
        return !TAKEN.contains(field);
    }

    /** The type of values of a schema. */
    CelType of(Schema declared) {
        Schema schema = nonNull(declared);
        if (!declared.isNullable()) {
            return ofPresent(schema);
        }
        return switch (schema.getType()) {
            // A type that takes null beside a list or a map does not exist.
            case ARRAY, MAP -> SimpleType.DYN;
            // Takes null as it is.
            case RECORD -> ofPresent(schema);
            default -> NullableType.create(ofPresent(schema));
        };
    }

    /** The type of a record. */
    StructType ofRecord(Schema schema) {
        StructType known = structs.get(schema.getFullName());
        if (known != null) {
            return known;
        }
        Map<String, CelType> fields = new LinkedHashMap<>();
        schema.getFields().forEach(field -> fields.put(field.name(), of(field.schema())));
        ImmutableMap<String, CelType> types = ImmutableMap.copyOf(fields);
        StructType type = StructType.create(schema.getFullName(), types.keySet(),
                name -> Optional.ofNullable(types.get(name)));
        structs.put(schema.getFullName(), type);
        return type;
    }

    private CelType ofPresent(Schema schema) {
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal) {
            return SimpleType.DOUBLE;
        }
        if (schema.getLogicalType() instanceof LogicalTypes.Uuid) {
            return SimpleType.STRING;
        }
        return switch (schema.getType()) {
            case RECORD -> ofRecord(schema);
            case ARRAY -> ListType.create(of(schema.getElementType()));
            case MAP -> MapType.create(SimpleType.STRING, of(schema.getValueType()));
            case STRING, ENUM -> SimpleType.STRING;
            case BYTES, FIXED -> SimpleType.BYTES;
            case INT, LONG -> ofNumber(schema);
            case FLOAT, DOUBLE -> SimpleType.DOUBLE;
            case BOOLEAN -> SimpleType.BOOL;
            case UNION, NULL -> SimpleType.DYN;
        };
    }

    private static CelType ofNumber(Schema schema) {
        return switch (schema.getLogicalType()) {
            case LogicalTypes.Date unused -> SimpleType.TIMESTAMP;
            case LogicalTypes.TimestampMillis unused -> SimpleType.TIMESTAMP;
            case LogicalTypes.TimestampMicros unused -> SimpleType.TIMESTAMP;
            case LogicalTypes.TimeMillis unused -> SimpleType.DURATION;
            case LogicalTypes.TimeMicros unused -> SimpleType.DURATION;
            case null, default -> SimpleType.INT;
        };
    }

    /** The type itself, or the other branch of a union with null. */
    static Schema nonNull(Schema schema) {
        if (schema.getType() != Schema.Type.UNION) {
            return schema;
        }
        return schema.getTypes().stream().filter(branch -> branch.getType() != Schema.Type.NULL).findFirst()
                .orElse(schema);
    }

    @Override
    public ImmutableCollection<CelType> types() {
        return ImmutableList.copyOf(structs.values());
    }

    @Override
    public Optional<CelType> findType(String name) {
        return Optional.ofNullable(structs.get(name));
    }
}
