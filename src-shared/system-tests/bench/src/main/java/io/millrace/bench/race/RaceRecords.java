package io.millrace.bench.race;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * The records of a topic as Kafka would give them, which are computed: the bytes at an offset follow from the seed. Key and
 * value are missing in some.
 *
 * @param seed
 *            of the race
 * @param end
 *            the end offset of each partition, exclusive
 */
record RaceRecords(long seed, long end) {
    /** The topic's id. */
    static final String TOPIC_ID = "race-raw";
    private static final long FIRST_MILLIS = 1_750_000_000_000L;
    private static final int MOST_BYTES = 300;
    private static final int MISSING_ONE_IN = 11;

    /** The record at an offset. */
    ConsumerRecord<byte[], byte[]> at(int partition, long offset) {
        SplittableRandom random = new SplittableRandom(
                seed * 37 + partition * 1_000_003L + offset * 0x9E3779B97F4A7C15L);
        byte @Nullable [] key = random.nextInt(MISSING_ONE_IN) == 0
                ? null
                : ("key-" + offset).getBytes(StandardCharsets.UTF_8);
        byte @Nullable [] value = null;
        if (random.nextInt(MISSING_ONE_IN) != 0) {
            value = new byte[random.nextInt(MOST_BYTES)];
            random.nextBytes(value);
        }
        RecordHeaders headers = new RecordHeaders();
        for (String name : List.of("trace", "origin").subList(0, random.nextInt(3))) {
            headers.add(name, new byte[]{(byte) random.nextInt()});
        }
        return new ConsumerRecord<>(RaceTopic.CONTRACT.stream().topic(), partition, offset, FIRST_MILLIS + offset,
                TimestampType.CREATE_TIME, size(key), size(value), key, value, headers, Optional.empty());
    }

    private static int size(byte @Nullable [] bytes) {
        return bytes == null ? ConsumerRecord.NULL_SIZE : bytes.length;
    }
}
