package io.millrace.landing.bronze;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.millrace.table.SourcePartition;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Gives rows of a bronze table back as the records that they were. */
public final class BronzeRecord {
    private static final long MICROS_PER_MILLI = 1_000L;

    private BronzeRecord() {}

    /** The columns of {@link #position}. */
    public static final Set<String> POSITION = Set.of(BronzeTable.TOPIC_ID, BronzeTable.PARTITION, BronzeTable.OFFSET,
            BronzeTable.TIMESTAMP);

    /**
     * Where a record was in Kafka.
     *
     * @param source
     *            its topic and partition
     * @param timestampMillis
     *            milliseconds since the epoch; negative when it has none
     */
    public record Position(SourcePartition source, long offset, long timestampMillis) {}

    /** The position of the record of a row, which may lack all other columns. */
    public static Position position(Map<String, @Nullable Object> row) {
        return new Position(
                new SourcePartition(String.valueOf(row.get(BronzeTable.TOPIC_ID)),
                        number(row, BronzeTable.PARTITION).intValue()),
                number(row, BronzeTable.OFFSET).longValue(), timestamp(row));
    }

    private static long timestamp(Map<String, @Nullable Object> row) {
        return row.get(BronzeTable.TIMESTAMP) instanceof Long micros
                ? Math.floorDiv(micros, MICROS_PER_MILLI)
                : ConsumerRecord.NO_TIMESTAMP;
    }

    /**
     * The record of a row.
     *
     * @param row
     *            values by column name
     * @param topic
     *            the name of the topic
     */
    public static ConsumerRecord<byte[], byte[]> of(Map<String, @Nullable Object> row, String topic) {
        byte[] key = (byte[]) row.get(BronzeTable.KEY);
        byte[] value = (byte[]) row.get(BronzeTable.VALUE);
        RecordHeaders headers = new RecordHeaders();
        if (row.get(BronzeTable.HEADERS) instanceof List<?> list) {
            for (Object one : list) {
                Map<?, ?> header = (Map<?, ?>) one;
                headers.add(String.valueOf(header.get(BronzeTable.HEADER_KEY)),
                        (byte[]) header.get(BronzeTable.HEADER_VALUE));
            }
        }
        return new ConsumerRecord<>(topic, number(row, BronzeTable.PARTITION).intValue(),
                number(row, BronzeTable.OFFSET).longValue(),
                timestamp(row),
                TimestampType.CREATE_TIME, size(key), size(value), key, value, headers, Optional.empty());
    }

    private static Number number(Map<String, @Nullable Object> row, String column) {
        if (row.get(column) instanceof Number number) {
            return number;
        }
        throw new IllegalArgumentException("a row of the bronze table has no " + column);
    }

    private static int size(byte @Nullable [] bytes) {
        return bytes == null ? ConsumerRecord.NULL_SIZE : bytes.length;
    }
}
