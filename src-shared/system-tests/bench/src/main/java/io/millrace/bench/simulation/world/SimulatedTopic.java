package io.millrace.bench.simulation.world;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.millrace.landing.UnlandedRecords;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** A topic in memory. Offsets begin at 0 and have no gaps. */
public final class SimulatedTopic {
    private final String name;
    private final String id;
    private final List<List<ConsumerRecord<byte[], byte[]>>> partitions = new ArrayList<>();
    /** The event of each record; null for one that is no event. */
    private final List<List<@Nullable Visit>> visits = new ArrayList<>();

    SimulatedTopic(String name, String id, int partitions) {
        this.name = name;
        this.id = id;
        for (int partition = 0; partition < partitions; partition++) {
            this.partitions.add(new ArrayList<>());
            visits.add(new ArrayList<>());
        }
    }

    SimulatedTopic copy() {
        SimulatedTopic copy = new SimulatedTopic(name, id, 0);
        partitions.forEach(records -> copy.partitions.add(new ArrayList<>(records)));
        visits.forEach(some -> copy.visits.add(new ArrayList<>(some)));
        return copy;
    }

    /** Kafka's id of it. */
    public String id() {
        return id;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** The number of partitions. */
    public int partitions() {
        return partitions.size();
    }

    /** The offset after the last record. */
    public long end(int partition) {
        return partitions.get(partition).size();
    }

    /** The records of a partition. */
    public List<ConsumerRecord<byte[], byte[]>> records(int partition) {
        return partitions.get(partition);
    }

    /** The events of a partition by offset; null where the record is no event. */
    public List<@Nullable Visit> visits(int partition) {
        return visits.get(partition);
    }

    void add(int partition, Visit visit) {
        append(partition, visit.key(), visit.value(), new RecordHeaders());
        visits.get(partition).set((int) end(partition) - 1, visit);
    }

    /** Adds a record that cannot be decoded. */
    void addPoison(int partition) {
        append(partition, ("k0" + partition).getBytes(StandardCharsets.UTF_8), new byte[]{1, 2, 3},
                new RecordHeaders());
    }

    /** Adds a record; returns its offset. */
    long append(int partition, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        List<ConsumerRecord<byte[], byte[]>> records = partitions.get(partition);
        long offset = records.size();
        records.add(new ConsumerRecord<>(name, partition, offset, Visit.DAY_BEGIN / 1_000L + offset,
                TimestampType.CREATE_TIME, size(key), size(value), key, value, headers, Optional.empty()));
        visits.get(partition).add(null);
        return offset;
    }

    private static int size(byte @Nullable [] bytes) {
        return bytes == null ? ConsumerRecord.NULL_SIZE : bytes.length;
    }

    /** The partition of a key: its last digit. */
    int partitionOf(byte[] key) {
        return key[key.length - 1] - '0';
    }

    /**
     * Reads records.
     *
     * @param positions
     *            the first offset to read, by partition; other partitions are not read
     * @param most
     *            the largest number of records of a partition
     */
    UnlandedRecords read(Map<Integer, Long> positions, int most) {
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        Map<Integer, OffsetRange> ranges = new HashMap<>();
        positions.forEach((partition, from) -> {
            long until = Math.min(end(partition), from + most);
            if (from < until) {
                read.addAll(partitions.get(partition).subList(from.intValue(), (int) until));
                ranges.put(partition, new OffsetRange(from, until));
            }
        });
        return new UnlandedRecords(read, ranges);
    }
}
