package io.millrace.batch;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.delete.DeletedTopics;
import io.millrace.batch.delete.StreamDeletion;
import io.millrace.batch.maintain.Maintenance;
import io.millrace.batch.metrics.BatchMetrics;
import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.contracts.registry.ApicurioContractRegistry;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.ContractRegistry;
import io.millrace.contracts.supervision.Supervision;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes beans of what knows nothing of beans. */
final class Wiring {
    private static final int API_TIMEOUT_MILLIS = 5_000;
    private static final int METADATA_IDLE_MILLIS = 5_000;

    @Produces
    @Singleton
    ContractRegistry registry(BatchServiceConfig config) {
        return new ApicurioContractRegistry(config.registry().url());
    }

    @Produces
    @Singleton
    ContractCatalog catalog(ContractRegistry registry) {
        return new ContractCatalog(registry);
    }

    @Produces
    @Singleton
    StreamDeletion deletion(ContractRegistry registry, Admin admin, BatchServiceConfig config) {
        return new StreamDeletion(registry, new DeletedTopics(admin), config.batch().deletion().delay(),
                Clock.systemUTC());
    }

    @Produces
    @Singleton
    Maintenance upkeep(BatchServiceConfig config, BatchMetrics metrics) {
        return new Maintenance(config.batch().upkeep().every(), Clock.systemUTC(), metrics);
    }

    @Produces
    @Singleton
    Supervision supervision(BatchMetrics metrics) {
        return new Supervision(Clock.systemUTC(), metrics::watch);
    }

    void watchThreads(@Observes StartupEvent event, Supervision supervision) {
        supervision.watchThreads();
    }

    @Produces
    @Singleton
    Admin admin(@Identifier("default-kafka-broker") Map<String, Object> connection) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MILLIS);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, API_TIMEOUT_MILLIS);
        return Admin.create(settings);
    }

    void close(@Disposes Admin admin) {
        admin.close(Duration.ZERO);
    }

    @Produces
    @Singleton
    Producer<byte[], byte[]> deadLetterProducer(@Identifier("default-kafka-broker") Map<String, Object> connection) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.keySet().retainAll(ProducerConfig.configNames());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        // Asking for a topic again and again would create it again after it was deleted, where brokers create topics.
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, METADATA_IDLE_MILLIS);
        // The original bytes may be as large as the topic lets them be, and our headers come on top.
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.MAX_VALUE);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void close(@Disposes Producer<byte[], byte[]> producer) {
        producer.close(Duration.ofSeconds(5));
    }

    @Produces
    @Singleton
    DeadLetterTopic deadLetters(Producer<byte[], byte[]> producer) {
        return new DeadLetterTopic(producer);
    }
}
