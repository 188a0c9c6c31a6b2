package io.millrace.contracts.record;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

import io.millrace.contracts.schema.SupportedTypes;
import org.apache.avro.Schema;

/**
 * The memory of one decoded event, counted during decoding and limited: one byte on the wire can be an empty record in an
 * array, which needs fifty bytes and more. An estimate of the row that is made from the event, for a 64-bit JVM with
 * compressed pointers. Used by one thread.
 */
public final class DecodedWeight {
    static final long LIST = 40;
    static final long MAP = 64;
    static final long ENTRY = 48;
    static final long REFERENCE = 4;
    static final long TEXT = 40;
    static final long BYTES = 16;
    static final long NUMBER = 16;
    private static final long RECORD = 40;
    /** The row of an event: its key, its coordinates and its metadata columns. */
    private static final long ROW = 400;

    /** By the reader schema: one entry per contract in use. */
    private static final Map<Schema, Records> RECORDS = Collections.synchronizedMap(new WeakHashMap<>());

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

    void start() {
        bytes = 0;
        charge(ROW);
    }

    void charge(long more) {
        bytes += more;
        if (bytes > limit) {
            throw new OverweightException(limit);
        }
    }

    /** The weight of the records of a schema, which need memory but no byte on the wire. */
    static Records records(Schema reader) {
        return RECORDS.computeIfAbsent(reader, r -> new Records(fixed(r), heaviestElement(r)));
    }

    /**
     * The weight of records without the values of their fields.
     *
     * @param perEvent
     *            of the records that each event has once
     * @param perElement
     *            of the records of one element of the heaviest array or map
     */
    record Records(long perEvent, long perElement) {}

    /** The weight of the records that are not elements of a collection within this type. */
    private static long fixed(Schema declared) {
        Schema schema = SupportedTypes.nonNull(declared);
        if (schema.getType() != Schema.Type.RECORD) {
            return 0;
        }
        long weight = RECORD;
        for (Schema.Field field : schema.getFields()) {
            weight += REFERENCE + fixed(field.schema());
        }
        return weight;
    }

    private static long heaviestElement(Schema declared) {
        Schema schema = SupportedTypes.nonNull(declared);
        return switch (schema.getType()) {
            case RECORD -> schema.getFields().stream().mapToLong(f -> heaviestElement(f.schema())).max().orElse(0);
            case ARRAY -> Math.max(fixed(schema.getElementType()), heaviestElement(schema.getElementType()));
            case MAP -> Math.max(fixed(schema.getValueType()), heaviestElement(schema.getValueType()));
            default -> 0;
        };
    }
}
