package io.millrace.landing.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Settings of the Kafka clients of both writers. For readers and producers a request timeout of the connection,
 * {@code kafka.request.timeout.ms}, goes before the one here.
 */
public final class KafkaClientSettings {
    /**
     * After this long without a response a client gives up the connection and asks again. A connection that died without a word,
     * because a machine or a firewall between is gone, holds up its partitions for as long; Kafka's default is 30 s. A response
     * that needs longer than this is never received: a fetch may be some megabytes.
     */
    static final int REQUEST_TIMEOUT_MILLIS = 10_000;
    /** How long a call of an admin client may take, with all its requests. */
    static final int API_TIMEOUT_MILLIS = 8_000;
    /**
     * After this long an admin client gives up a connection that does not become ready. It must be well below the time of a
     * call: while both were 5 s, the client (4.1.1) kept a connection that had died before its first response, which it waits for
     * for an hour, and every call to that broker failed.
     */
    static final int ADMIN_REQUEST_TIMEOUT_MILLIS = 3_000;

    private KafkaClientSettings() {}

    /**
     * A consumer of committed records that belongs to no group.
     *
     * @param recordsPerPoll
     *            maximum number of records
     * @param bytesPerPartition
     *            maximum bytes of a response for each partition
     */
    public static Map<String, Object> reader(Map<String, Object> connection, int recordsPerPoll,
            int bytesPerPartition) {
        Map<String, Object> settings = of(connection, ConsumerConfig.configNames());
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // Reading a deleted topic must not create it again.
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, recordsPerPoll);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, bytesPerPartition);
        return settings;
    }

    /** An admin client. */
    public static Map<String, Object> admin(Map<String, Object> connection) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MILLIS);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ADMIN_REQUEST_TIMEOUT_MILLIS);
        return settings;
    }

    /** A producer whose records are acknowledged by all in-sync replicas. */
    public static Map<String, Object> writer(Map<String, Object> connection) {
        Map<String, Object> settings = of(connection, ProducerConfig.configNames());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return settings;
    }

    private static Map<String, Object> of(Map<String, Object> connection, Set<String> names) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.keySet().retainAll(names);
        settings.putIfAbsent(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        return settings;
    }
}
