package io.millrace.bench.orders;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A Kafka client with the gateway's configuration, for comparison and for filling a topic without the gateway. */
public final class BareClient {
    private BareClient() {}

    /** A producer, once a topic is made for it. */
    public static KafkaProducer<String, byte[]> producer(String bootstrapServers, String topic)
            throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(3), Optional.of((short) 1)))).all().get();
        }
        return producer(bootstrapServers);
    }

    /** A producer for topics that are there. */
    public static KafkaProducer<String, byte[]> producer(String bootstrapServers) {
        return new KafkaProducer<>(Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "enable.idempotence",
                true, "compression.type", "lz4", "linger.ms", 5), new StringSerializer(), new ByteArraySerializer());
    }
}
