package io.millrace.contracts.rule;

import java.util.List;

import dev.cel.common.values.NullValue;
import io.millrace.contracts.binary.AvroInput;
import org.apache.avro.Schema;

/** Makes readers that pass over a value. */
final class SkippedValue {
    private SkippedValue() {}

    /**
     * @param schema
     *            that does not contain itself
     */
    static RuleValue of(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> in -> NullValue.NULL_VALUE;
            case BOOLEAN -> bytes(1);
            case INT, LONG, ENUM -> in -> {
                long unused = in.readLong();
                return NullValue.NULL_VALUE;
            };
            case FLOAT -> bytes(Float.BYTES);
            case DOUBLE -> bytes(Double.BYTES);
            case FIXED -> bytes(schema.getFixedSize());
            case BYTES, STRING -> SkippedValue::sized;
            case UNION -> RuleValue.oneOf(schema.getTypes().stream().map(SkippedValue::of).toList());
            case RECORD -> all(schema.getFields().stream().map(field -> of(field.schema())).toList());
            case ARRAY -> blocks(of(schema.getElementType()));
            case MAP -> blocks(all(List.of(SkippedValue::sized, of(schema.getValueType()))));
        };
    }

    private static RuleValue bytes(int length) {
        return in -> {
            int unused = in.take(length);
            return NullValue.NULL_VALUE;
        };
    }

    private static Object sized(AvroInput in) {
        int unused = in.take(in.readLength());
        return NullValue.NULL_VALUE;
    }

    private static RuleValue all(List<RuleValue> values) {
        RuleValue[] each = values.toArray(RuleValue[]::new);
        return in -> {
            for (RuleValue value : each) {
                Object unused = value.read(in);
            }
            return NullValue.NULL_VALUE;
        };
    }

    private static RuleValue blocks(RuleValue element) {
        return in -> {
            for (int count = in.skipBlocks(); count > 0; count = in.skipBlocks()) {
                for (int i = 0; i < count; i++) {
                    Object unused = element.read(in);
                }
            }
            return NullValue.NULL_VALUE;
        };
    }
}
