package io.millrace.contracts.schema;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.util.internal.Accessor;
import org.jspecify.annotations.Nullable;

/**
 * Holds the defaults of a schema, at any depth, to what a value of the field is held to. Avro checks the JSON type alone: it
 * takes an enum symbol that does not exist, cuts or pads a fixed, and writes '?' for a character that is no byte.
 */
public final class DefaultRules {
    private static final GenericData DATA = CanonicalUuids.data();
    private static final int MAX_BYTE = 0xFF;

    private final List<ContractProblem> problems = new ArrayList<>();

    private DefaultRules() {}

    /**
     * The default of a field, as an event that was written with it would hold it: a UUID is in lower case.
     *
     * @param field
     *            of a contract, with a default
     */
    public static @Nullable Object valueOf(Schema.Field field) {
        return DATA.getDefaultValue(field);
    }

    /** Every default that is no value of its field; empty when all is well. The schema must be of a finite shape. */
    public static List<ContractProblem> problems(Schema record) {
        DefaultRules rules = new DefaultRules();
        rules.walk(record, "");
        return rules.problems;
    }

    private void walk(Schema schema, String pointer) {
        switch (schema.getType()) {
            case RECORD -> schema.getFields().forEach(field -> {
                String at = pointer + "/fields/" + field.name();
                if (field.hasDefaultValue()) {
                    problem(field).ifPresent(found -> problems.add(found.under(at + "/default")));
                }
                walk(field.schema(), at);
            });
            case ARRAY -> walk(schema.getElementType(), pointer + "/items");
            case MAP -> walk(schema.getValueType(), pointer + "/values");
            case UNION -> walk(SupportedTypes.nonNull(schema), pointer);
            case ENUM, FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {
                // Has no fields.
            }
        }
    }

    private static Optional<ContractProblem> problem(Schema.Field field) {
        ContractProblem lossy = lossy(field.schema(), Accessor.defaultValue(field));
        if (lossy != null) {
            return Optional.of(lossy);
        }
        try {
            return ValueRules.firstProblem(field.schema(), DATA.getDefaultValue(field), "");
        } catch (AvroRuntimeException e) {
            return Optional.of(new ContractProblem("", "is no value of the field's type"));
        }
    }

    /** Values that Avro would accept and store as other values. */
    private static @Nullable ContractProblem lossy(Schema declared, JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        Schema schema = SupportedTypes.nonNull(declared);
        return switch (schema.getType()) {
            case RECORD -> inRecord(schema, value);
            case ARRAY -> inArray(schema, value);
            case MAP -> inMap(schema, value);
            case STRING -> reason(TextRules.fault(value.textValue()));
            case ENUM -> reason(schema.hasEnumSymbol(value.textValue())
                    ? null
                    : "must be one of " + schema.getEnumSymbols());
            case BYTES -> reason(bytes(value.textValue()));
            case FIXED -> reason(fixed(schema, value.textValue()));
            case FLOAT -> reason(inRange((float) value.doubleValue(), value) ? null : "is out of the range of float");
            case DOUBLE -> reason(inRange(value.doubleValue(), value) ? null : "is out of the range of double");
            case INT, LONG, BOOLEAN, UNION, NULL -> null;
        };
    }

    private static @Nullable ContractProblem inRecord(Schema schema, JsonNode value) {
        for (Iterator<String> names = value.fieldNames(); names.hasNext();) {
            String name = names.next();
            Schema.Field field = schema.getField(name);
            ContractProblem problem = field == null
                    ? new ContractProblem("", "is not a field of " + schema.getName())
                    : lossy(field.schema(), value.get(name));
            if (problem != null) {
                return problem.under(step(name));
            }
        }
        return null;
    }

    private static @Nullable ContractProblem inArray(Schema schema, JsonNode value) {
        for (int i = 0; i < value.size(); i++) {
            ContractProblem problem = lossy(schema.getElementType(), value.get(i));
            if (problem != null) {
                return problem.under("/" + i);
            }
        }
        return null;
    }

    private static @Nullable ContractProblem inMap(Schema schema, JsonNode value) {
        for (Iterator<String> keys = value.fieldNames(); keys.hasNext();) {
            String key = keys.next();
            String fault = TextRules.fault(key);
            ContractProblem problem = fault == null
                    ? lossy(schema.getValueType(), value.get(key))
                    : reason("the key " + fault);
            if (problem != null) {
                return problem.under(step(key));
            }
        }
        return null;
    }

    private static @Nullable String bytes(String text) {
        return text.chars().allMatch(c -> c <= MAX_BYTE)
                ? null
                : "must hold one character of U+0000 to U+00FF for each byte";
    }

    private static @Nullable String fixed(Schema schema, String text) {
        String fault = bytes(text);
        return fault != null || text.length() == schema.getFixedSize()
                ? fault
                : "must have " + schema.getFixedSize() + " bytes, has " + text.length();
    }

    private static boolean inRange(double kept, JsonNode value) {
        return Double.isFinite(kept) && (kept != 0 || value.doubleValue() == 0);
    }

    private static String step(String name) {
        return "/" + name.replaceAll("\\p{Cs}", "?").replace("~", "~0").replace("/", "~1");
    }

    private static @Nullable ContractProblem reason(@Nullable String reason) {
        return reason == null ? null : new ContractProblem("", reason);
    }
}
