package io.millrace.contracts.rule;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import io.millrace.contracts.binary.AvroInput;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Makes the readers of the values of a schema. */
final class RuleValues {
    private static final long MILLIS = 1_000;
    private static final long MICROS = 1_000_000;

    private final RuleTypes types;

    RuleValues(RuleTypes types) {
        this.types = types;
    }

    /** Reads the fields of an event that are needed, and nothing that stands after the last of them. */
    RuleValue ofEvent(Schema schema, NeededFields needed) {
        return ofRecord(schema, needed, true);
    }

    private RuleValue ofRecord(Schema schema, NeededFields needed, boolean stopsEarly) {
        Map<String, Integer> slots = new HashMap<>();
        List<RuleValue> values = new ArrayList<>();
        List<Integer> at = new ArrayList<>();
        int end = 0;
        for (Schema.Field field : schema.getFields()) {
            NeededFields within = needed.within(field.name());
            if (within == null) {
                values.add(SkippedValue.of(field.schema()));
                at.add(-1);
            } else {
                values.add(of(field.schema(), within));
                at.add(slots.size());
                slots.put(field.name(), slots.size());
                end = values.size();
            }
        }
        int read = stopsEarly ? end : values.size();
        return RuleValue.struct(types.ofRecord(schema), slots, values.subList(0, read),
                at.subList(0, read).stream().mapToInt(Integer::intValue).toArray());
    }

    private RuleValue of(Schema schema, NeededFields needed) {
        return switch (schema.getType()) {
            case UNION -> RuleValue.oneOf(schema.getTypes().stream().map(branch -> of(branch, needed)).toList());
            case NULL -> in -> NullValue.NULL_VALUE;
            case RECORD -> ofRecord(schema, needed, false);
            case ARRAY -> RuleValue.list(of(schema.getElementType(), NeededFields.ALL));
            case MAP -> RuleValue.map(of(schema.getValueType(), NeededFields.ALL));
            case BOOLEAN -> AvroInput::readBoolean;
            case INT, LONG -> ofNumber(schema);
            case FLOAT -> in -> (double) in.readFloat();
            case DOUBLE -> AvroInput::readDouble;
            case STRING -> schema.getLogicalType() instanceof LogicalTypes.Uuid
                    ? in -> in.readText().toLowerCase(Locale.ROOT)
                    : AvroInput::readText;
            case ENUM -> {
                String[] symbols = schema.getEnumSymbols().toArray(String[]::new);
                yield in -> symbols[in.readIndex(symbols.length)];
            }
            case BYTES -> ofBytes(schema, in -> in.readBytes(in.readLength()));
            case FIXED -> ofBytes(schema, in -> in.readBytes(schema.getFixedSize()));
        };
    }

    private static RuleValue ofNumber(Schema schema) {
        return switch (schema.getLogicalType()) {
            case LogicalTypes.Date unused -> in -> Instant.ofEpochSecond(Duration.ofDays(in.readLong()).toSeconds());
            case LogicalTypes.TimestampMillis unused -> in -> instant(in.readLong(), MILLIS);
            case LogicalTypes.TimestampMicros unused -> in -> instant(in.readLong(), MICROS);
            case LogicalTypes.TimeMillis unused -> in -> Duration.ofMillis(in.readLong());
            case LogicalTypes.TimeMicros unused -> in -> Duration.ofNanos(Math.multiplyExact(in.readLong(), MILLIS));
            case null, default -> AvroInput::readLong;
        };
    }

    private static RuleValue ofBytes(Schema schema, Function<AvroInput, byte[]> bytes) {
        return switch (schema.getLogicalType()) {
            case LogicalTypes.Decimal decimal -> in -> DecimalDouble.of(bytes.apply(in), decimal.getScale());
            case LogicalTypes.Uuid unused -> in -> uuid(bytes.apply(in));
            case null, default -> in -> CelByteString.of(bytes.apply(in));
        };
    }

    private static String uuid(byte[] bytes) {
        ByteBuffer halves = ByteBuffer.wrap(bytes);
        return new UUID(halves.getLong(), halves.getLong()).toString();
    }

    /**
     * A time since the epoch.
     *
     * @param perSecond
     *            how many units have a second
     */
    static Instant instant(long units, long perSecond) {
        return Instant.ofEpochSecond(Math.floorDiv(units, perSecond),
                Math.floorMod(units, perSecond) * (1_000_000_000L / perSecond));
    }
}
