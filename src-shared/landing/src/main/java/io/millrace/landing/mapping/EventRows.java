package io.millrace.landing.mapping;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.stream.Stream;

import io.millrace.contracts.record.CorrelationId;
import io.millrace.contracts.record.DecodedEvent;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.MetadataColumns;
import io.millrace.contracts.schema.RoleValues;
import io.millrace.contracts.schema.SupportedTypes;
import io.millrace.table.EventRow;
import io.millrace.table.RowValues;
import io.millrace.table.column.Column;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.Precedence;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Derives the row from an event. Cannot fail: every event without a row was refused with its contract or as a dead letter. */
public final class EventRows {
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    /** By the reader schema: one entry per contract in use. */
    private static final Map<Schema, RowValues.Names> NAMES = Collections.synchronizedMap(new WeakHashMap<>());
    /** For structs, without metadata columns. */
    private static final Map<Schema, RowValues.Names> STRUCTS = Collections.synchronizedMap(new WeakHashMap<>());

    private EventRows() {}

    /**
     * The row of an event.
     *
     * @param writtenBy
     *            the name of the writer that merges it
     */
    public static EventRow row(DecodedEvent decoded, String writtenBy) {
        RoleValues roles = decoded.roles();
        GenericRecord event = decoded.event();
        RowValues values = new RowValues(NAMES.computeIfAbsent(event.getSchema(), EventRows::names));
        for (Schema.Field field : event.getSchema().getFields()) {
            values.set(field.pos(), value(field.schema(), event.get(field.pos())));
        }
        CorrelationId correlation = decoded.correlationId();
        values.put(Contract.EVENT_DATE, Math.toIntExact(Math.floorDiv(roles.eventTimeMicros(), MICROS_PER_DAY)));
        values.put(MetadataColumns.INGESTED_AT, decoded.ingestedAtMicros());
        values.put(MetadataColumns.PARTITION, decoded.partition());
        values.put(MetadataColumns.OFFSET, decoded.offset());
        values.put(MetadataColumns.SCHEMA_ID, decoded.writtenWith());
        values.put(MetadataColumns.CORRELATION_ID, correlation == null ? null : correlation.value());
        values.put(MetadataColumns.WRITTEN_BY, writtenBy);
        return new EventRow(new EventKey(roles.pk(), roles.eventId()),
                new Precedence(roles.revision(), decoded.offset()), decoded.partition(), decoded.ingestedAtMicros(),
                values);
    }

    private static RowValues.Names names(Schema schema) {
        return new RowValues.Names(Stream.concat(schema.getFields().stream().map(Schema.Field::name),
                ContractTable.METADATA.stream().map(Column::name)).toList());
    }

    private static RowValues struct(GenericRecord event) {
        Schema schema = event.getSchema();
        RowValues values = new RowValues(STRUCTS.computeIfAbsent(schema,
                s -> new RowValues.Names(s.getFields().stream().map(Schema.Field::name).toList())));
        for (Schema.Field field : schema.getFields()) {
            values.set(field.pos(), value(field.schema(), event.get(field.pos())));
        }
        return values;
    }

    private static @Nullable Object value(Schema declared, @Nullable Object avro) {
        if (avro == null) {
            return null;
        }
        Schema schema = SupportedTypes.nonNull(declared);
        LogicalType logical = schema.getLogicalType();
        if (logical instanceof LogicalTypes.Decimal decimal) {
            return new BigDecimal(new BigInteger(bytes(avro)), decimal.getScale());
        }
        if (logical instanceof LogicalTypes.TimestampMillis) {
            return Math.multiplyExact((Long) avro, 1_000L);
        }
        return switch (schema.getType()) {
            case STRING, ENUM -> avro.toString();
            case BYTES, FIXED -> bytes(avro);
            case ARRAY -> {
                Collection<?> array = (Collection<?>) avro;
                List<@Nullable Object> elements = new ArrayList<>(array.size());
                array.forEach(e -> elements.add(value(schema.getElementType(), e)));
                yield elements;
            }
            case MAP -> {
                Map<String, @Nullable Object> entries = new LinkedHashMap<>();
                ((Map<?, ?>) avro).forEach((k, v) -> entries.put(k.toString(), value(schema.getValueType(), v)));
                yield entries;
            }
            case RECORD -> struct((GenericRecord) avro);
            case BOOLEAN, INT, LONG, FLOAT, DOUBLE -> avro;
            case UNION, NULL -> throw new IllegalStateException("SupportedTypes lets no " + schema + " through");
        };
    }

    private static byte[] bytes(Object avro) {
        if (avro instanceof GenericFixed fixed) {
            return fixed.bytes();
        }
        ByteBuffer buffer = ((ByteBuffer) avro).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
