package io.millrace.contracts.schema;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * The Avro types that map to table columns and back without loss. Everything else is refused by name when the contract
 * is read, not when the first event of that kind arrives.
 */
public final class SupportedTypes {
    /** The largest precision of a decimal that the table can hold, in digits. */
    public static final int MAX_DECIMAL_PRECISION = 38;
    /** The largest size of a fixed, in bytes: more than an event has, and a decoder sets it aside before it looks. */
    public static final int MAX_FIXED_SIZE = 1 << 20;

    /**
     * How many records, arrays and maps may be within each other, the event itself included. An event of it can still be in
     * an array, in an envelope of a CloudEvent, of Debezium or of both, and readers of the table have limits of their own.
     */
    public static final int MAX_DEPTH = 30;

    private static final Set<Schema.Type> PARTITION_TYPES = Set.of(Schema.Type.STRING, Schema.Type.ENUM,
            Schema.Type.INT, Schema.Type.LONG, Schema.Type.BOOLEAN);

    private static final Set<String> KNOWN_LOGICAL = Set.of("decimal", "uuid", "date", "time-millis", "time-micros",
            "timestamp-millis", "timestamp-micros");

    private static final String ALIASED = "has aliases, which rename what was written under another name; a contract"
            + " keeps its names, so leave them out";

    /**
     * The largest number of fields of a contract, those of nested records included, once for each place where a record is
     * used. Each is a column of the table, and a writer keeps memory for each column of each file that it writes.
     */
    public static final int MAX_FIELDS = 2_000;

    private final Deque<String> open = new ArrayDeque<>();
    private final List<ContractProblem> problems = new ArrayList<>();
    private int fields;

    private SupportedTypes() {}

    /** Every place of the schema that has no lossless column type; empty when all is well. */
    public static List<ContractProblem> problems(Schema record) {
        SupportedTypes types = new SupportedTypes();
        types.walk(record, "", 1);
        if (types.fields > MAX_FIELDS) {
            return List.of(new ContractProblem("", "has more than " + MAX_FIELDS
                    + " fields, those of nested records included; split it into several streams, or use a map"));
        }
        return types.problems;
    }

    /** The type itself, or the other branch of a union with null. */
    public static Schema nonNull(Schema schema) {
        if (schema.getType() != Schema.Type.UNION) {
            return schema;
        }
        // Asked for each value of each event.
        for (Schema branch : schema.getTypes()) {
            if (branch.getType() != Schema.Type.NULL) {
                return branch;
            }
        }
        return schema;
    }

    /** Whether null is a legal value. */
    public static boolean isNullable(Schema schema) {
        return schema.isNullable();
    }

    /** Whether a column of this type may partition the table. */
    public static boolean canPartition(Schema schema) {
        boolean plain = schema.getLogicalType() == null || schema.getLogicalType() instanceof LogicalTypes.Date;
        return plain && PARTITION_TYPES.contains(schema.getType());
    }

    private void walk(Schema schema, String pointer, int depth) {
        if (depth > MAX_DEPTH && isNesting(schema)) {
            problems.add(new ContractProblem(pointer, "is nested deeper than " + MAX_DEPTH
                    + " levels of records, arrays and maps"));
            return;
        }
        switch (schema.getType()) {
            case RECORD -> {
                checkAliases(schema, pointer);
                if (schema.getFields().isEmpty()) {
                    problems.add(new ContractProblem(pointer, "a record without fields is no column type"));
                }
                if (open.contains(schema.getFullName())) {
                    problems.add(new ContractProblem(pointer, "record " + schema.getFullName()
                            + " contains itself; a table column must have a finite shape"));
                    return;
                }
                open.push(schema.getFullName());
                checkFields(schema, pointer);
                for (Schema.Field field : schema.getFields()) {
                    // Records that use records twice have fields without number.
                    if (++fields > MAX_FIELDS) {
                        return;
                    }
                    walk(field.schema(), pointer + "/fields/" + field.name(), depth + 1);
                }
                open.pop();
            }
            case ARRAY -> walk(schema.getElementType(), pointer + "/items", depth + 1);
            case MAP -> walk(schema.getValueType(), pointer + "/values", depth + 1);
            case UNION -> walkUnion(schema, pointer, depth);
            case NULL ->
                problems.add(new ContractProblem(pointer, "null alone is no column type; use a union with it"));
            case ENUM -> checkAliases(schema, pointer);
            case FIXED -> {
                checkAliases(schema, pointer);
                if (schema.getFixedSize() < 1 || schema.getFixedSize() > MAX_FIXED_SIZE) {
                    problems.add(new ContractProblem(pointer, "a fixed must have 1 to " + MAX_FIXED_SIZE
                            + " bytes, has " + schema.getFixedSize()));
                }
                checkLogical(schema, pointer);
            }
            case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN ->
                checkLogical(schema, pointer);
        }
    }

    private void checkFields(Schema record, String pointer) {
        Set<String> seen = new HashSet<>();
        for (Schema.Field field : record.getFields()) {
            String at = pointer + "/fields/" + field.name();
            if (!seen.add(field.name().toLowerCase(Locale.ROOT))) {
                problems.add(new ContractProblem(at,
                        "differs from another field only in case; table columns ignore case"));
            }
            if (!field.aliases().isEmpty()) {
                problems.add(new ContractProblem(at, ALIASED));
            }
        }
    }

    private void checkAliases(Schema named, String pointer) {
        if (!named.getAliases().isEmpty()) {
            problems.add(new ContractProblem(pointer, ALIASED));
        }
    }

    private static boolean isNesting(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ARRAY, MAP -> true;
            case UNION, ENUM, FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> false;
        };
    }

    private void walkUnion(Schema union, String pointer, int depth) {
        long branches = union.getTypes().stream().filter(s -> s.getType() != Schema.Type.NULL).count();
        if (branches != 1) {
            problems.add(new ContractProblem(pointer, "a union must be of null and one other type, this one has "
                    + branches + " others; use separate optional fields"));
            return;
        }
        walk(nonNull(union), pointer, depth);
    }

    private void checkLogical(Schema schema, String pointer) {
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
                && decimal.getPrecision() > MAX_DECIMAL_PRECISION) {
            problems.add(new ContractProblem(pointer, "decimal precision " + decimal.getPrecision()
                    + " is above the table's maximum of " + MAX_DECIMAL_PRECISION));
        }
        String name = schema.getLogicalType() == null
                ? schema.getProp("logicalType")
                : schema.getLogicalType().getName();
        if (name != null && (name.startsWith("local-timestamp") || name.equals("duration")
                || name.equals("timestamp-nanos") || name.equals("big-decimal"))) {
            problems.add(new ContractProblem(pointer, "logical type " + name
                    + " has no lossless column type; use timestamp-micros, decimal or a plain type"));
        } else if (name != null && schema.getLogicalType() == null && KNOWN_LOGICAL.contains(name)) {
            // Avro drops a logical type that does not fit without a word, and the column would be of the plain type.
            problems.add(new ContractProblem(pointer, "logical type " + name + " does not fit "
                    + schema.getType().getName() + " with these attributes; see Avro's specification of it"));
        }
    }
}
