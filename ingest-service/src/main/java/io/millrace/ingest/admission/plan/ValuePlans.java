package io.millrace.ingest.admission.plan;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.millrace.contracts.record.DecodedWeight;
import io.millrace.contracts.schema.SupportedTypes;
import io.millrace.ingest.admission.value.DecimalText;
import io.millrace.ingest.admission.value.FieldDefault;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Chooses the plan of a schema. Every type that {@link SupportedTypes} lets into a contract has one. */
final class ValuePlans {
    private static final long MILLIS_PER_DAY = 86_400_000L;
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private ValuePlans() {}

    /**
     * The plan of an event.
     *
     * @param notEmpty
     *            fields in which empty text is refused
     */
    static RecordPlan ofEvent(Schema schema, Set<String> notEmpty) {
        List<RecordPlan.Field> fields = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            fields.add(field(field, of(field.schema(), !notEmpty.contains(field.name()))));
        }
        return new RecordPlan(fields, DecodedWeight.RECORD + DecodedWeight.REFERENCE * fields.size());
    }

    private static RecordPlan.Field field(Schema.Field field, ValuePlan values) {
        FieldDefault value = FieldDefault.of(field);
        return new RecordPlan.Field(field.name(), values,
                value == null ? null : bytes(field.schema(), value.copy()), value == null ? 0 : value.weight());
    }

    private static byte[] bytes(Schema schema, @Nullable Object value) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<@Nullable Object>(schema, FieldDefault.DATA).write(value, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("A default could not be written to memory", e);
        }
    }

    private static ValuePlan of(Schema schema, boolean mayBeEmpty) {
        LogicalType logical = schema.getLogicalType();
        return switch (schema.getType()) {
            case UNION -> new NullablePlan(of(SupportedTypes.nonNull(schema), mayBeEmpty),
                    schema.getTypes().indexOf(Schema.create(Schema.Type.NULL)),
                    schema.getTypes().indexOf(SupportedTypes.nonNull(schema)));
            case RECORD -> ofEvent(schema, Set.of());
            case ARRAY -> new ArrayPlan(of(schema.getElementType(), true));
            case MAP -> new MapPlan(of(schema.getValueType(), true));
            case ENUM -> new EnumPlan(new NameTable(schema.getEnumSymbols()));
            case STRING -> logical instanceof LogicalTypes.Uuid ? new UuidPlan(false) : new TextPlan(mayBeEmpty);
            case INT -> ofInt(logical);
            case LONG -> ofLong(logical);
            case FLOAT -> FloatingPlan.FLOAT;
            case DOUBLE -> FloatingPlan.DOUBLE;
            case BOOLEAN -> new BooleanPlan();
            case BYTES -> ofBinary(logical, BinaryPlan.ANY);
            case FIXED -> ofBinary(logical, schema.getFixedSize());
            case NULL -> throw new IllegalArgumentException("a contract holds no bare null: " + schema);
        };
    }

    private static ValuePlan ofInt(@Nullable LogicalType logical) {
        return switch (logical) {
            case LogicalTypes.Date unused -> new DatePlan();
            case LogicalTypes.TimeMillis unused -> new WholeNumberPlan(0, MILLIS_PER_DAY - 1);
            case null, default -> new WholeNumberPlan(Integer.MIN_VALUE, Integer.MAX_VALUE);
        };
    }

    private static ValuePlan ofLong(@Nullable LogicalType logical) {
        return switch (logical) {
            case LogicalTypes.TimestampMillis unused -> TimestampPlan.MILLIS;
            case LogicalTypes.TimestampMicros unused -> TimestampPlan.MICROS;
            case LogicalTypes.TimeMicros unused -> new WholeNumberPlan(0, MICROS_PER_DAY - 1);
            case null, default -> new WholeNumberPlan(Long.MIN_VALUE, Long.MAX_VALUE);
        };
    }

    private static ValuePlan ofBinary(@Nullable LogicalType logical, int size) {
        return switch (logical) {
            case LogicalTypes.Decimal decimal ->
                new DecimalPlan(new DecimalText(decimal.getPrecision(), decimal.getScale()), size);
            case LogicalTypes.Uuid unused -> new UuidPlan(true);
            case null, default -> new BinaryPlan(size);
        };
    }
}
