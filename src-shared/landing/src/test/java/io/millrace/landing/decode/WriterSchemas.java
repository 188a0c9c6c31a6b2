package io.millrace.landing.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/** Makes schemas from the schema of a contract, with which events of it may have been written. */
final class WriterSchemas {
    private static final Set<String> ROLES = Set.of("pk", "event_id", "event_time", "region", "revision");

    private final Random random;
    private final boolean additive;

    /**
     * @param additive
     *            whether the contract is an additive step from the schema; else fields are skipped, types promoted and symbols
     *            of enums in another order
     */
    WriterSchemas(Random random, boolean additive) {
        this.random = random;
        this.additive = additive;
    }

    Schema of(Schema contract) {
        return record(contract, true);
    }

    private Schema record(Schema record, boolean top) {
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : record.getFields()) {
            boolean role = top && ROLES.contains(field.name());
            if (role || !field.hasDefaultValue() || random.nextInt(3) > 0) {
                fields.add(new Schema.Field(field.name(), role ? field.schema() : type(field.schema())));
            }
            if (!additive && random.nextInt(4) == 0) {
                fields.add(new Schema.Field("gone_" + field.name(), Schema.createUnion(List.of(
                        Schema.create(Schema.Type.NULL), renamed(field.schema())))));
            }
        }
        return fields.isEmpty()
                ? record
                : Schema.createRecord(record.getName(), null, record.getNamespace(), false, fields);
    }

    /** A type that has no name, and so no other meaning elsewhere in the schema. */
    private static Schema renamed(Schema type) {
        Schema text = Schema.create(Schema.Type.STRING);
        return switch (type.getType()) {
            case MAP -> Schema.createMap(text);
            case ARRAY -> Schema.createArray(Schema.createMap(Schema.create(Schema.Type.LONG)));
            case FIXED, ENUM, RECORD, UNION, NULL -> text;
            default -> Schema.create(type.getType());
        };
    }

    private Schema type(Schema type) {
        return switch (type.getType()) {
            case RECORD -> record(type, false);
            case ARRAY -> Schema.createArray(type(type.getElementType()));
            case MAP -> Schema.createMap(type(type.getValueType()));
            case UNION -> union(type);
            case ENUM -> additive || random.nextBoolean()
                    ? type
                    : Schema.createEnum(type.getName(), null, type.getNamespace(), List.of("BLACK", "BLUE", "RED"));
            case LONG -> promoted(type, Schema.Type.INT);
            case DOUBLE -> promoted(type, Schema.Type.INT, Schema.Type.LONG, Schema.Type.FLOAT);
            case FLOAT -> promoted(type, Schema.Type.INT, Schema.Type.LONG);
            case STRING -> promoted(type, Schema.Type.BYTES);
            case BYTES -> promoted(type, Schema.Type.STRING);
            default -> type;
        };
    }

    private Schema union(Schema union) {
        List<Schema> branches = union.getTypes().stream().map(this::type).toList();
        if (additive) {
            return Schema.createUnion(branches);
        }
        Schema value = branches.stream().filter(branch -> branch.getType() != Schema.Type.NULL).findFirst()
                .orElseThrow();
        return switch (random.nextInt(3)) {
            case 0 -> value;
            case 1 -> Schema.createUnion(branches.reversed());
            default -> Schema.createUnion(branches);
        };
    }

    private Schema promoted(Schema type, Schema.Type... from) {
        LogicalType logical = type.getLogicalType();
        if (additive || random.nextInt(3) > 0 || logical != null) {
            return type;
        }
        return Schema.create(from[random.nextInt(from.length)]);
    }
}
