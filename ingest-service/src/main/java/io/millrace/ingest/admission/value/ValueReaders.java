package io.millrace.ingest.admission.value;

import java.util.ArrayList;
import java.util.List;

import io.millrace.contracts.schema.SupportedTypes;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Chooses the reader of a schema. Every type that {@link SupportedTypes} lets into a contract has one. */
public final class ValueReaders {
    private ValueReaders() {}

    /** The reader of an event. */
    public static RecordReader ofRecord(Schema schema) {
        List<RecordReader.Field> fields = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            fields.add(new RecordReader.Field(field, of(field.schema()), FieldDefault.of(field)));
        }
        return new RecordReader(schema, fields);
    }

    private static ValueReader of(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        return switch (schema.getType()) {
            case UNION -> new NullableReader(of(SupportedTypes.nonNull(schema)));
            case RECORD -> ofRecord(schema);
            case ARRAY -> new ArrayReader(schema, of(schema.getElementType()));
            case MAP -> new MapReader(of(schema.getValueType()));
            case ENUM -> new EnumReader(schema);
            case STRING -> logical instanceof LogicalTypes.Uuid ? UuidReader.AS_TEXT : new TextReader();
            case INT -> logical instanceof LogicalTypes.Date ? new DateReader() : WholeNumberReader.INT;
            case LONG -> ofLong(logical);
            case FLOAT -> FloatingReader.FLOAT;
            case DOUBLE -> FloatingReader.DOUBLE;
            case BOOLEAN -> new BooleanReader();
            case BYTES, FIXED -> ofBinary(schema, logical);
            case NULL -> throw new IllegalArgumentException("a contract holds no bare null: " + schema);
        };
    }

    private static ValueReader ofLong(LogicalType logical) {
        return switch (logical) {
            case LogicalTypes.TimestampMillis unused -> TimestampReader.MILLIS;
            case LogicalTypes.TimestampMicros unused -> TimestampReader.MICROS;
            case null, default -> WholeNumberReader.LONG;
        };
    }

    private static ValueReader ofBinary(Schema schema, LogicalType logical) {
        return switch (logical) {
            case LogicalTypes.Decimal decimal -> new DecimalReader(schema, decimal);
            case LogicalTypes.Uuid unused -> UuidReader.asBinary(schema);
            case null, default -> new BinaryReader(schema);
        };
    }
}
