package io.millrace.landing.bronze;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Gives rows of a bronze table back as the records that they were. */
public final class BronzeRecord {
    private static final long MICROS_PER_MILLI = 1_000L;

    private BronzeRecord() {}

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
        Long micros = (Long) row.get(BronzeTable.TIMESTAMP);
        return new ConsumerRecord<>(topic, number(row, BronzeTable.PARTITION).intValue(),
                number(row, BronzeTable.OFFSET).longValue(),
                micros == null ? ConsumerRecord.NO_TIMESTAMP : Math.floorDiv(micros, MICROS_PER_MILLI),
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
