package io.millrace.contracts.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The rule of evolution: a new version of a contract may add fields that have a default, and nothing else.
 *
 * <p>
 * This is stricter than the registry's BACKWARD or FULL rule, which also let fields go, types widen and enums grow:
 * each of these would change what old rows of the table mean, or what an old reader of it sees.
 */
public final class AdditiveCheck {
    /** The reason for the comparison; each has its own messages for the same difference. */
    private enum Purpose {
        /** The other is a newer version. */
        EVOLVE,
        /** The other is the contract that data of the one are to be read as. */
        READ
    }

    private final Purpose purpose;
    private final List<ContractProblem> problems = new ArrayList<>();

    private AdditiveCheck(Purpose purpose) {
        this.purpose = purpose;
    }

    /**
     * The changes of the newer contract beyond added fields; empty when it is additive. Roles and the dedup horizon must stay.
     * The partitioning may change, because it only affects new tables, and so may the time for which raw records are kept, the
     * freshness target, the salt and the service level objectives.
     */
    public static List<ContractProblem> problems(Contract older, Contract newer) {
        AdditiveCheck check = new AdditiveCheck(Purpose.EVOLVE);
        check.problems.addAll(problems(older.schema(), newer.schema()));
        check.same("the roles", older.roles(), newer.roles());
        check.same("dedup-horizon", older.dedupHorizon(), newer.dedupHorizon());
        return check.problems;
    }

    /** The changes of the newer schema of a shared type beyond added fields; empty when it is additive. */
    public static List<ContractProblem> problems(Schema older, Schema newer) {
        AdditiveCheck check = new AdditiveCheck(Purpose.EVOLVE);
        check.compare(older, newer, "");
        return check.problems;
    }

    /**
     * The reasons why data written with a schema cannot be read as a contract without loss; empty when they can. Roles and
     * defaults of the schema do not matter: every value is in the data.
     */
    public static List<ContractProblem> unreadable(Schema written, Schema contract) {
        AdditiveCheck check = new AdditiveCheck(Purpose.READ);
        check.compare(written, contract, "");
        return check.problems;
    }

    private void same(String what, Object older, Object newer) {
        if (!older.equals(newer)) {
            differs("/millrace", what, older, newer);
        }
    }

    private void differs(String pointer, String what, @Nullable Object one, @Nullable Object other) {
        problems.add(new ContractProblem(pointer, switch (purpose) {
            case EVOLVE -> what + " must stay " + one + ", is " + other;
            case READ -> what + " must be " + other + ", is " + one;
        }));
    }

    private void compare(Schema one, Schema other, String pointer) {
        if (one.getType() != other.getType()) {
            differs(pointer, "type", name(one), name(other));
            return;
        }
        if (!Objects.equals(one.getLogicalType(), other.getLogicalType())
                || !Objects.equals(one.getProp("logicalType"), other.getProp("logicalType"))) {
            differs(pointer, "logical type", logical(one), logical(other));
        }
        if (isNamed(one) && !one.getFullName().equals(other.getFullName())) {
            differs(pointer, name(one) + " name", one.getFullName(), other.getFullName());
        }
        switch (one.getType()) {
            case RECORD -> compareRecords(one, other, pointer);
            case ARRAY -> compare(one.getElementType(), other.getElementType(), pointer + "/items");
            case MAP -> compare(one.getValueType(), other.getValueType(), pointer + "/values");
            case UNION -> compareUnions(one, other, pointer);
            case ENUM -> {
                if (!one.getEnumSymbols().equals(other.getEnumSymbols())) {
                    differs(pointer, "list of enum symbols", one.getEnumSymbols(), other.getEnumSymbols());
                }
            }
            case FIXED -> {
                if (one.getFixedSize() != other.getFixedSize()) {
                    differs(pointer, "size of the fixed in bytes", one.getFixedSize(), other.getFixedSize());
                }
            }
            case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {
                // Same type, and the logical type was compared above: nothing more can differ.
            }
        }
    }

    private void compareRecords(Schema one, Schema other, String pointer) {
        for (Schema.Field field : one.getFields()) {
            Schema.Field kept = other.getField(field.name());
            String at = pointer + "/fields/" + field.name();
            if (kept == null) {
                problems.add(new ContractProblem(at, switch (purpose) {
                    case EVOLVE -> "field was removed; keep it";
                    case READ -> "is not a field of the contract";
                }));
            } else {
                compare(field.schema(), kept.schema(), at);
                if (purpose == Purpose.EVOLVE && !Objects.deepEquals(field.defaultVal(), kept.defaultVal())) {
                    problems.add(new ContractProblem(at, "default must stay as it is; old rows are read with it"));
                }
            }
        }
        for (Schema.Field field : other.getFields()) {
            if (one.getField(field.name()) == null && !field.hasDefaultValue()) {
                problems.add(new ContractProblem(pointer + "/fields/" + field.name(), switch (purpose) {
                    case EVOLVE -> "new field needs a default, for the events that do not have it";
                    case READ -> "is missing, and the contract has no default for it";
                }));
            }
        }
    }

    private void compareUnions(Schema one, Schema other, String pointer) {
        if (one.getTypes().size() != other.getTypes().size()) {
            differs(pointer, "union", one, other);
            return;
        }
        for (int i = 0; i < one.getTypes().size(); i++) {
            compare(one.getTypes().get(i), other.getTypes().get(i), pointer);
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
