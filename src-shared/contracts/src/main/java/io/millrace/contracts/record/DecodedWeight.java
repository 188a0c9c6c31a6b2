package io.millrace.contracts.record;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

import io.millrace.contracts.schema.SupportedTypes;
import org.apache.avro.Schema;

/**
 * What one event takes in memory once it is decoded, counted while it is decoded and against a limit: a byte on the wire
 * can be an empty record of an array, which takes fifty and more. An estimate for a 64-bit JVM with compressed pointers,
 * of the row that is made of the event. Used by one thread.
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
    /** An event as a row: its key, its place and its metadata columns. */
    private static final long ROW = 400;

    /** By the schema that is read with: as many as there are contracts in use. */
    private static final Map<Schema, Records> RECORDS = Collections.synchronizedMap(new WeakHashMap<>());

    private final long limit;
    private long bytes;

    /**
     * @param limit
     *            an event that weighs more is not decoded to its end; in bytes
     */
    public DecodedWeight(long limit) {
        this.limit = limit;
    }

    /** Of the event that was decoded last, in bytes. */
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

    /** The records of a schema, which take memory and need no byte on the wire. */
    static Records records(Schema reader) {
        return RECORDS.computeIfAbsent(reader, r -> new Records(fixed(r), heaviestElement(r)));
    }

    /**
     * What records weigh without the values of their fields.
     *
     * @param perEvent
     *            those that each event has once
     * @param perElement
     *            those of one element of an array or a map, where they weigh the most
     */
    record Records(long perEvent, long perElement) {}

    /** Those that are not elements of a collection within this type. */
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
