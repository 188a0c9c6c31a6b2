package io.millrace.contracts.record;

import java.nio.charset.StandardCharsets;

import org.apache.kafka.common.utils.Utils;

/**
 * The partition of an event whose contract has a salt: that of its pk, moved by a hash of the event id. Events with the same
 * pk and event id are in one partition as long as the topic has the same number of partitions and the contract the same salt.
 */
public final class SaltedPartition {
    private SaltedPartition() {}

    /**
     * The partition, from 0 to partitions - 1.
     *
     * @param salt
     *            the number of partitions that the events of one pk are spread over, 1 or more; a topic with fewer has them in
     *            all
     * @param partitions
     *            the number of partitions of the topic, 1 or more
     */
    public static int of(String pk, String eventId, int salt, int partitions) {
        return (hash(pk, partitions) + hash(eventId, Math.min(salt, partitions))) % partitions;
    }

    /** As Kafka's own partitioner hashes a key. */
    private static int hash(String text, int numbers) {
        return Utils.toPositive(Utils.murmur2(text.getBytes(StandardCharsets.UTF_8))) % numbers;
    }
}
