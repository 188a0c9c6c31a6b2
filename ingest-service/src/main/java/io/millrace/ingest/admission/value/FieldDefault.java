package io.millrace.ingest.admission.value;

import io.millrace.contracts.record.DecodedWeight;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.schema.DefaultRules;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/**
 * The default of a field.
 *
 * @param type
 *            of the field
 * @param value
 *            in Avro's generic form; never changed
 * @param weight
 *            the memory that an event is charged with when the default is filled in, in bytes
 */
public record FieldDefault(Schema type, @Nullable Object value, long weight) {
    /** The data model of the values. */
    public static final GenericData DATA = new GenericData(FieldDefault.class.getClassLoader());

    /** The default; null when the field has none. */
    public static @Nullable FieldDefault of(Schema.Field field) {
        if (!field.hasDefaultValue()) {
            return null;
        }
        Object value = DefaultRules.valueOf(field);
        // A default needs no byte of the body, so its bytes in the Kafka value are counted here.
        long weight = DecodedWeight.of(field.schema(), value)
                + (long) ValidationErrors.MEMORY_PER_BYTE * RecordCodec.size(field.schema(), value);
        return new FieldDefault(field.schema(), value, weight);
    }

    /** A copy of the value, which may become part of an event. */
    public @Nullable Object copy() {
        return value == null ? null : DATA.deepCopy(type, value);
    }
}
