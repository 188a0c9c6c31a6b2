package io.millrace.contracts.record;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

import io.millrace.contracts.schema.DefaultRules;
import io.millrace.contracts.schema.SupportedTypes;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one decoded event, counted during decoding and limited: one byte on the wire can be an empty record in an
 * array, which needs fifty bytes and more. An estimate of the row that is made from the event, for a 64-bit JVM with
 * compressed pointers. Used by one thread.
 */
public final class DecodedWeight {
    public static final long LIST = 40;
    public static final long MAP = 64;
    public static final long ENTRY = 48;
    public static final long REFERENCE = 4;
    public static final long TEXT = 40;
    public static final long BYTES = 16;
    public static final long NUMBER = 16;
    public static final long RECORD = 40;
    /** The row of an event: its key, its coordinates and its metadata columns. */
    private static final long ROW = 400;

    /** By the schema that is read as, and the one that was written with: as many as there are versions in use. */
    private static final Map<Schema, Map<Schema, Records>> RECORDS = Collections.synchronizedMap(new WeakHashMap<>());

    private final long limit;
    private long bytes;

    /**
     * @param limit
     *            in bytes; the decoding of a heavier event stops
     */
    public DecodedWeight(long limit) {
        this.limit = limit;
    }

    /** The weight of the last decoded event, in bytes. */
    public long bytes() {
        return bytes;
    }

    long limit() {
        return limit;
    }

    /** Begins with the next event. */
    public void start() {
        bytes = 0;
        charge(ROW);
    }

    /**
     * Counts bytes.
     *
     * @throws OverweightException
     *             when the event weighs more than the limit
     */
    public void charge(long more) {
        bytes += more;
        if (bytes > limit) {
            throw new OverweightException(limit);
        }
    }

    /**
     * The memory of a value, in bytes.
     *
     * @param value
     *            of the schema, in Avro's generic form
     */
    public static long of(Schema declared, @Nullable Object value) {
        if (value == null) {
            return 0;
        }
        Schema schema = SupportedTypes.nonNull(declared);
        return switch (value) {
            case CharSequence text -> TEXT + text.length();
            case ByteBuffer bytes -> BYTES + bytes.remaining();
            case GenericFixed fixed -> BYTES + fixed.bytes().length;
            case IndexedRecord event -> RECORD + schema.getFields().stream()
                    .mapToLong(field -> REFERENCE + of(field.schema(), event.get(field.pos()))).sum();
            case Collection<?> list -> LIST + list.stream()
                    .mapToLong(element -> REFERENCE + of(schema.getElementType(), element)).sum();
            case Map<?, ?> map -> MAP + map.entrySet().stream().mapToLong(entry -> ENTRY + TEXT
                    + entry.getKey().toString().length() + of(schema.getValueType(), entry.getValue())).sum();
            default -> NUMBER;
        };
    }

    /** The records and defaults of a schema, which take memory and need no byte on the wire. */
    static Records records(Schema writer, Schema reader) {
        return RECORDS.computeIfAbsent(reader, r -> Collections.synchronizedMap(new WeakHashMap<>()))
                .computeIfAbsent(writer, w -> new Records(fixed(w, reader), heaviestElement(w, reader)));
    }

    /**
     * The weight of records without the values of their fields, and with the defaults of fields that were not written.
     *
     * @param perEvent
     *            of the records that each event has once
     * @param perElement
     *            of the records of one element of the heaviest array or map
     */
    record Records(long perEvent, long perElement) {}

    /** Those that are not elements of a collection within this type. */
    private static long fixed(Schema written, Schema declared) {
        Schema writer = SupportedTypes.nonNull(written);
        Schema schema = SupportedTypes.nonNull(declared);
        if (schema.getType() != Schema.Type.RECORD || writer.getType() != Schema.Type.RECORD) {
            return 0;
        }
        long weight = RECORD;
        for (Schema.Field field : schema.getFields()) {
            Schema.Field source = writer.getField(field.name());
            weight += REFERENCE;
            if (source != null) {
                weight += fixed(source.schema(), field.schema());
            } else if (field.hasDefaultValue()) {
                weight += ofDefault(field);
            }
        }
        return weight;
    }

    private static long ofDefault(Schema.Field field) {
        try {
            return of(field.schema(), DefaultRules.valueOf(field));
        } catch (AvroRuntimeException e) {
            // No value of the field's type: decoding fails where the default is needed, so it takes no memory.
            return 0;
        }
    }

    private static long heaviestElement(Schema written, Schema declared) {
        Schema writer = SupportedTypes.nonNull(written);
        Schema schema = SupportedTypes.nonNull(declared);
        if (writer.getType() != schema.getType()) {
            return 0;
        }
        return switch (schema.getType()) {
            case RECORD -> schema.getFields().stream().filter(field -> writer.getField(field.name()) != null)
                    .mapToLong(field -> heaviestElement(writer.getField(field.name()).schema(), field.schema())).max()
                    .orElse(0);
            case ARRAY -> Math.max(fixed(writer.getElementType(), schema.getElementType()),
                    heaviestElement(writer.getElementType(), schema.getElementType()));
            case MAP -> Math.max(fixed(writer.getValueType(), schema.getValueType()),
                    heaviestElement(writer.getValueType(), schema.getValueType()));
            default -> 0;
        };
    }
}
