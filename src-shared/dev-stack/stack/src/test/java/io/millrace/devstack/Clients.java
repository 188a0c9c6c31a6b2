package io.millrace.devstack;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Plain clients of what the stack serves. */
final class Clients {
    private static final String ARTIFACTS = "/groups/millrace/artifacts";

    private Clients() {}

    /** Sends records with the values {@code prefix-0} until {@code prefix-(count-1)}, each acknowledged. */
    static void produce(String bootstrap, String topic, String compression, String prefix, int count) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "acks", "all", "compression.type",
                compression,
                "linger.ms", 20);
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            var sent = IntStream.range(0, count)
                    .mapToObj(i -> producer.send(new ProducerRecord<>(topic, "key-" + i, prefix + "-" + i))).toList();
            for (var acknowledgement : sent) {
                acknowledgement.get();
            }
        }
    }

    /** Reads as a new member of a new group until this number of different values has come. */
    static Set<String> consume(String bootstrap, String topic, int count) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "group.id", "group-" + System.nanoTime(),
                "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            var values = new TreeSet<String>();
            await(count + " records of " + topic).atMost(Duration.ofSeconds(20)).pollInSameThread().until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
            return values;
        }
    }

    static int partitions(String bootstrap, String topic) {
        try (var consumer = new KafkaConsumer<>(Map.<String, Object>of("bootstrap.servers", bootstrap),
                new StringDeserializer(),
                new StringDeserializer())) {
            return consumer.partitionsFor(topic).size();
        }
    }

    static int register(String registryUrl, String artifact) throws Exception {
        var body = """
                {"artifactId": "%s", "artifactType": "AVRO", "firstVersion": {"content": {"content": "\\"string\\"",
                "contentType": "application/json"}}}""".formatted(artifact);
        return status(
                HttpRequest.newBuilder(URI.create(registryUrl + ARTIFACTS)).header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    static int lookUp(String registryUrl, String artifact) throws Exception {
        return status(HttpRequest.newBuilder(URI.create(registryUrl + ARTIFACTS + "/" + artifact)).build());
    }

    private static int status(HttpRequest request) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        }
    }
}
