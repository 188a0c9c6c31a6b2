package io.millrace.bench.alerts;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import io.millrace.launcher.letters.RedriveProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Another producer writes records that are no events into the topic.
 *
 * @param number
 *            of records
 */
record PoisonedTopic(int number) implements Fault {
    @Override
    public Map<String, String> make(Place place) throws InterruptedException {
        try (Producer<byte[], byte[]> producer = RedriveProducer.of(place.system().bootstrapServers())) {
            for (int i = 0; i < number; i++) {
                producer.send(new ProducerRecord<>(place.stream(), bytes("key-" + i), bytes("no event"))).get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka does not take a record for " + place.stream(), e);
        }
        return Map.of();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
