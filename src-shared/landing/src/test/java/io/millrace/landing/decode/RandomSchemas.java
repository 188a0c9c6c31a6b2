package io.millrace.landing.decode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.jspecify.annotations.Nullable;

/** Makes record schemas of contracts: the roles, and fields of all types and depths. */
final class RandomSchemas {
    private static final int DEEPEST = 3;

    private final Random random;
    private final RandomValues values;
    private int names;

    RandomSchemas(Random random, RandomValues values) {
        this.random = random;
        this.values = values;
    }

    Schema contract() {
        List<Schema.Field> fields = new ArrayList<>();
        fields.add(field("pk", key()));
        fields.add(field("event_id", key()));
        Schema time = Schema.create(Schema.Type.LONG);
        fields.add(field("event_time", random.nextBoolean()
                ? LogicalTypes.timestampMicros().addToSchema(time)
                : LogicalTypes.timestampMillis().addToSchema(time)));
        if (random.nextBoolean()) {
            Schema text = Schema.create(Schema.Type.STRING);
            fields.add(field("region", random.nextBoolean() ? text : nullable(text)));
        }
        if (random.nextBoolean()) {
            fields.add(field("revision", pick(List.of(Schema.create(Schema.Type.INT), Schema.create(Schema.Type.LONG),
                    LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG))))));
        }
        fields.addAll(fields(random.nextInt(12), 0));
        Collections.shuffle(fields, random);
        Schema schema = Schema.createRecord("Event", null, "io.example", false, fields);
        if (random.nextInt(3) == 0) {
            Map<String, Object> settings = Map.of("partition-by", schema.getField("region") == null
                    ? List.of("event_date")
                    : List.of("event_date", "region"));
            schema.addProp("millrace", settings);
        }
        return schema;
    }

    private Schema key() {
        Schema text = Schema.create(Schema.Type.STRING);
        return switch (random.nextInt(5)) {
            case 0 -> LogicalTypes.uuid().addToSchema(text);
            case 1 -> Schema.create(Schema.Type.INT);
            case 2 -> Schema.create(Schema.Type.LONG);
            default -> text;
        };
    }

    private List<Schema.Field> fields(int count, int depth) {
        List<Schema.Field> fields = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Schema type = type(depth);
            fields.add(random.nextInt(3) == 0
                    ? field("f" + i, type)
                    : new Schema.Field("f" + i, type, null, defaultOf(type)));
        }
        return fields;
    }

    private static Schema.Field field(String name, Schema type) {
        return new Schema.Field(name, type);
    }

    private Schema type(int depth) {
        Schema plain = plain(depth);
        return random.nextInt(3) == 0 ? nullable(plain) : plain;
    }

    private Schema nullable(Schema type) {
        Schema nothing = Schema.create(Schema.Type.NULL);
        return random.nextInt(3) == 0 ? Schema.createUnion(type, nothing) : Schema.createUnion(nothing, type);
    }

    private Schema plain(int depth) {
        int kinds = depth < DEEPEST ? 21 : 17;
        return switch (random.nextInt(kinds)) {
            case 0 -> Schema.create(Schema.Type.BOOLEAN);
            case 1 -> Schema.create(Schema.Type.INT);
            case 2 -> Schema.create(Schema.Type.LONG);
            case 3 -> Schema.create(Schema.Type.FLOAT);
            case 4 -> Schema.create(Schema.Type.DOUBLE);
            case 5 -> Schema.create(Schema.Type.BYTES);
            case 6 -> Schema.createFixed("Fixed" + names++, null, null, 1 + random.nextInt(20));
            case 7 -> Schema.createEnum("Enum" + names++, null, null, List.of("RED", "GREEN", "BLUE"));
            case 8 -> decimal(Schema.create(Schema.Type.BYTES), 1 + random.nextInt(38));
            case 9 -> {
                int bytes = 1 + random.nextInt(20);
                yield decimal(Schema.createFixed("Money" + names++, null, null, bytes),
                        Math.min(38, Math.max(1, (int) ((8 * bytes - 1) * Math.log10(2)))));
            }
            case 10 -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case 11 -> LogicalTypes.timeMillis().addToSchema(Schema.create(Schema.Type.INT));
            case 12 -> LogicalTypes.timeMicros().addToSchema(Schema.create(Schema.Type.LONG));
            case 13 -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
            case 14 -> LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
            case 15 -> LogicalTypes.uuid().addToSchema(Schema.create(Schema.Type.STRING));
            case 16 -> Schema.create(Schema.Type.STRING);
            case 17 -> Schema.createArray(type(depth + 1));
            case 18 -> Schema.createMap(type(depth + 1));
            default -> Schema.createRecord("Record" + names++, null, null, false,
                    fields(1 + random.nextInt(5), depth + 1));
        };
    }

    private Schema decimal(Schema type, int precision) {
        return LogicalTypes.decimal(precision, random.nextInt(precision + 1)).addToSchema(type);
    }

    /** In the form that Avro takes defaults in. */
    private Object defaultOf(Schema type) {
        return switch (type.getType()) {
            case NULL -> JsonProperties.NULL_VALUE;
            case UNION -> defaultOf(type.getTypes().getFirst());
            case ARRAY -> random.nextBoolean()
                    ? List.of()
                    : List.of(defaultOf(type.getElementType()), defaultOf(type.getElementType()));
            case MAP -> random.nextBoolean() ? Map.of() : Map.of("k\u00e9y", defaultOf(type.getValueType()));
            case RECORD -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                for (Schema.Field field : type.getFields()) {
                    if (!field.hasDefaultValue() || random.nextBoolean()) {
                        fields.put(field.name(), defaultOf(field.schema()));
                    }
                }
                yield fields;
            }
            case FLOAT -> 1.5f;
            case DOUBLE -> -0.25;
            default -> plainDefault(values.lawful(type));
        };
    }

    private static Object plainDefault(@Nullable Object value) {
        return switch (value) {
            case ByteBuffer bytes -> new String(bytes.array(), StandardCharsets.ISO_8859_1);
            case GenericFixed fixed -> new String(fixed.bytes(), StandardCharsets.ISO_8859_1);
            case Number number -> number;
            case Boolean truth -> truth;
            case null -> JsonProperties.NULL_VALUE;
            default -> value.toString();
        };
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
