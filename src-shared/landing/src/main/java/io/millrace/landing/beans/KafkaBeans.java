package io.millrace.landing.beans;

import java.time.Duration;
import java.util.Map;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.landing.config.KafkaClientSettings;
import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The Kafka clients that both writers need: an admin client, and a producer for dead letters. */
@Singleton
final class KafkaBeans {
    private static final int METADATA_IDLE_MILLIS = 5_000;

    @Produces
    @Singleton
    Admin admin(@Identifier("default-kafka-broker") Map<String, Object> connection) {
        return Admin.create(KafkaClientSettings.admin(connection));
    }

    void close(@Disposes Admin admin) {
        admin.close(Duration.ZERO);
    }

    @Produces
    @Singleton
    Producer<byte[], byte[]> deadLetterProducer(@Identifier("default-kafka-broker") Map<String, Object> connection) {
        Map<String, Object> settings = KafkaClientSettings.writer(connection);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        // Repeated metadata requests for a deleted topic would create it again on brokers that create topics.
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, METADATA_IDLE_MILLIS);
        // A letter holds the original bytes, which may be as large as the topic allows, and further headers.
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
