package io.millrace.bench.alerts;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer begins a transaction and is gone; it had asked for the longest time that a broker allows. */
record OpenTransaction() implements Fault {
    private static final int PARTITION = 0;

    @Override
    public Map<String, String> make(Place place) throws InterruptedException {
        var producer = new KafkaProducer<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                place.system().bootstrapServers(), ProducerConfig.TRANSACTIONAL_ID_CONFIG, "lab-" + place.stream(),
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) Duration.ofMinutes(15).toMillis()),
                new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
            producer.beginTransaction();
            long offset = producer.send(new ProducerRecord<>(place.stream(), PARTITION, bytes("key"), bytes("value")))
                    .get().offset();
            return Map.of("PARTITION", Integer.toString(PARTITION), "OFFSET", Long.toString(offset));
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka does not take a record for " + place.stream(), e);
        } finally {
            // With more time it would abort the transaction.
            producer.close(Duration.ZERO);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
