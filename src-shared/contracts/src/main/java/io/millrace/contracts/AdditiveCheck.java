package io.millrace.contracts;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * The law of evolution: a new version of a contract may add fields that have a default, and nothing else.
 *
 * <p>
 * This is stricter than the registry's BACKWARD or FULL rule, which also let fields go, types widen and enums grow:
 * each of these would change what old rows of the table mean, or what an old reader of it sees.
 */
public final class AdditiveCheck {
    private AdditiveCheck() {}

    /**
     * What the newer contract changes beyond adding fields; empty when it is additive. Roles and the dedup horizon are
     * part of the contract and must stay. The partitioning may change, as it says how a new table is made.
     */
    public static List<ContractProblem> problems(Contract older, Contract newer) {
        List<ContractProblem> problems = new ArrayList<>();
        compare(older.schema(), newer.schema(), "", problems);
        same("the roles", older.roles(), newer.roles(), problems);
        same("dedup-horizon", older.dedupHorizon(), newer.dedupHorizon(), problems);
        return problems;
    }

    private static void same(String what, Object older, Object newer, List<ContractProblem> problems) {
        if (!older.equals(newer)) {
            problems.add(new ContractProblem("/millrace", what + " must stay " + older + ", is " + newer));
        }
    }

    private static void compare(Schema older, Schema newer, String pointer, List<ContractProblem> problems) {
        if (older.getType() != newer.getType()) {
            problems.add(new ContractProblem(pointer, "type must stay " + name(older) + ", is " + name(newer)));
            return;
        }
        if (!Objects.equals(older.getLogicalType(), newer.getLogicalType())
                || !Objects.equals(older.getProp("logicalType"), newer.getProp("logicalType"))) {
            problems.add(new ContractProblem(pointer, "logical type must stay " + logical(older) + ", is "
                    + logical(newer)));
        }
        if (isNamed(older) && !older.getFullName().equals(newer.getFullName())) {
            problems.add(new ContractProblem(pointer, name(older) + " name must stay " + older.getFullName() + ", is "
                    + newer.getFullName()));
        }
        switch (older.getType()) {
            case RECORD -> compareRecords(older, newer, pointer, problems);
            case ARRAY -> compare(older.getElementType(), newer.getElementType(), pointer + "/items", problems);
            case MAP -> compare(older.getValueType(), newer.getValueType(), pointer + "/values", problems);
            case UNION -> compareUnions(older, newer, pointer, problems);
            case ENUM -> {
                if (!older.getEnumSymbols().equals(newer.getEnumSymbols())) {
                    problems.add(
                            new ContractProblem(pointer, "enum symbols must stay " + older.getEnumSymbols() + ", are "
                                    + newer.getEnumSymbols()));
                }
            }
            case FIXED -> {
                if (older.getFixedSize() != newer.getFixedSize()) {
                    problems.add(
                            new ContractProblem(pointer, "fixed size must stay " + older.getFixedSize() + " bytes, is "
                                    + newer.getFixedSize()));
                }
            }
            case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {
                // Same type, and the logical type was compared above: nothing more can differ.
            }
        }
    }

    private static void compareRecords(Schema older, Schema newer, String pointer, List<ContractProblem> problems) {
        for (Schema.Field field : older.getFields()) {
            Schema.Field kept = newer.getField(field.name());
            String at = pointer + "/fields/" + field.name();
            if (kept == null) {
                problems.add(new ContractProblem(at, "field was removed; keep it"));
            } else {
                compare(field.schema(), kept.schema(), at, problems);
                if (!Objects.deepEquals(field.defaultVal(), kept.defaultVal())) {
                    problems.add(new ContractProblem(at, "default must stay as it is; old rows are read with it"));
                }
            }
        }
        for (Schema.Field field : newer.getFields()) {
            if (older.getField(field.name()) == null && !field.hasDefaultValue()) {
                problems.add(new ContractProblem(pointer + "/fields/" + field.name(),
                        "new field needs a default, for the events that do not have it"));
            }
        }
    }

    private static void compareUnions(Schema older, Schema newer, String pointer, List<ContractProblem> problems) {
        if (older.getTypes().size() != newer.getTypes().size()) {
            problems.add(new ContractProblem(pointer, "union must stay " + older + ", is " + newer));
            return;
        }
        for (int i = 0; i < older.getTypes().size(); i++) {
            compare(older.getTypes().get(i), newer.getTypes().get(i), pointer, problems);
        }
    }

    private static String name(Schema schema) {
        return schema.getType().getName();
    }

    /** Avro matches these by their name when it reads what was written with another version. */
    private static boolean isNamed(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> true;
            case ARRAY, MAP, UNION, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> false;
        };
    }

    private static String logical(Schema schema) {
        String name = schema.getProp("logicalType");
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            return name + "(" + decimal.getPrecision() + "," + decimal.getScale() + ")";
        }
        return name == null ? "absent" : name;
    }
}
