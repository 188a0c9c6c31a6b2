package io.millrace.stream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.testing.VisitStream;
import io.millrace.stream.config.StreamServiceConfig;
import io.millrace.table.TableReader;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StreamServiceTest {
    @Inject
    Admin admin;

    @Inject
    StreamServiceConfig config;

    @Inject
    MeterRegistry meters;

    @Inject
    @Readiness
    ReadyWhenMerging readiness;

    @TestHTTPResource(value = "/", management = true)
    URL port;

    private VisitStream visits;
    private StreamName stream;

    @BeforeEach
    void open() {
        visits = another();
        stream = visits.name();
    }

    /** The platform's times of requests would have them. */
    @Test
    void noPathThatSomebodyAsksForIsALabel() throws Exception {
        for (String path : new String[]{"health/group/secret", "secret", "metrics"}) {
            var unused = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(port + path)).build(),
                    HttpResponse.BodyHandlers.discarding());
        }

        String metrics = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(port + "metrics")).build(),
                HttpResponse.BodyHandlers.ofString()).body();

        assertTrue(metrics.contains("millrace_"), metrics);
        assertFalse(metrics.contains("secret") || metrics.contains("http_server"), metrics);
    }

    private double gauge(String name, VisitStream of) {
        var gauge = meters.find(name).tag("stream", of.name().value()).gauge();
        return gauge == null ? Double.NaN : gauge.value();
    }

    private VisitStream another() {
        return new VisitStream(config, admin, 3);
    }

    @Test
    void eventsAreMergedOnceAndInvalidRecordsBlockNothing() throws Exception {
        // given a stream that did not exist when the service started
        Contract contract = visits.provision();

        // when events arrive, each twice, and records that cannot be decoded or have a wrong key
        try (KafkaProducer<byte[], byte[]> producer = visits.producer()) {
            for (int i = 0; i < 200; i++) {
                var record = visits.event(contract, "pk" + i % 100, "e" + i % 100);
                EventHeaders.add(record.headers(), EventHeaders.CORRELATION_ID, "request-1");
                producer.send(record).get();
            }
            producer.send(new ProducerRecord<>(stream.topic(), VisitStream.bytes("pk1"), VisitStream.bytes("no avro")))
                    .get();
            producer.send(new ProducerRecord<>(stream.topic(), VisitStream.bytes("other"),
                    visits.event(contract, "pk1", "e200").value())).get();
        }

        // then the table has each event once, and the dead-letter topic the other records with their bytes and reasons
        visits.awaitRows(100);
        Set<Object> keys = new HashSet<>();
        List<Object> correlations = new ArrayList<>();
        try (TableReader reader = visits.open()) {
            reader.rows(Long.MAX_VALUE, row -> {
                keys.add(row.get("pk"));
                correlations.add(row.get("_correlation_id"));
            });
        }
        assertEquals(100, keys.size());
        assertEquals(100, correlations.size());
        assertEquals(Set.of("request-1"), new HashSet<>(correlations));
        assertEquals(Map.of("no avro", "undecodable", "other", "key-mismatch"), visits.deadLetters(2));
    }

    @Test
    void theLagOfAStreamOfWhichThisServiceReadsNoPartitionIsUnknownAndNotMissing() {
        visits.registerWithoutTopic();

        await("an unknown lag").atMost(VisitStream.LIMIT)
                .until(() -> meters.find("millrace.lag.seconds").tag("stream", stream.value()).gauge() != null);
        assertEquals(Double.NaN, gauge("millrace.lag.seconds", visits));
        await("readiness is DOWN").atMost(VisitStream.LIMIT)
                .until(() -> readiness.call().getStatus() == HealthCheckResponse.Status.DOWN);

        visits.provision();
        awaitReady();
        await("the lag").atMost(VisitStream.LIMIT).until(() -> gauge("millrace.lag.seconds", visits) == 0);
    }

    @Test
    void eachStreamIsMergedAsOftenAsItsFreshnessTargetWantsAlsoAfterAChange() throws Exception {
        // given two streams of which one is merged within a second and the other within an hour, after their first commit
        Contract contract = visits.provisionWith("\"freshness\": \"PT1S\"");
        VisitStream slow = another();
        Contract slowContract = slow.provisionWith("\"freshness\": \"PT1H\"");
        send(visits.event(contract, "pk0", "e0"), slow.event(slowContract, "pk0", "e0"));
        visits.awaitRows(1);
        slow.awaitRows(1);
        long version = slow.status().version();

        // when both get events, several times
        for (int i = 1; i <= 3; i++) {
            send(slow.event(slowContract, "pk" + i, "e" + i), visits.event(contract, "pk" + i, "e" + i));
            visits.awaitRows(1 + i);
        }

        // then one has committed each time and the other not at all
        assertEquals(1, slow.rows());
        // and the age of what it has not committed is seen, and judged
        await("the lag is measured").atMost(VisitStream.LIMIT).until(() -> gauge("millrace.lag.seconds", slow) > 0
                && gauge("millrace.lag.offsets", slow) == 3 && gauge("millrace.retention.left.seconds", slow) > 0
                && gauge("millrace.retention.left.seconds", slow) < gauge("millrace.retention.seconds", slow));
        assertEquals(3_600,
                meters.get("millrace.slo.threshold").tag("stream", slow.name().value()).tag("slo", "freshness")
                        .gauge().value());
        assertEquals(version, slow.status().version());

        // and a new version of the contract shortens the wait, in the service that is running
        slow.provisionWith("\"freshness\": \"PT1S\"");
        slow.awaitRows(4);
    }

    @Test
    void damagedTableWaitsForItsRepairAndStopsNoOtherStream() throws Exception {
        // given a stream whose Delta log is damaged, and another stream
        Path log = Path.of(config.tables().root(), stream.value(), "_delta_log");
        Path damaged = log.resolve("00000000000000000000.json");
        Files.createDirectories(log);
        Files.writeString(damaged, "no log\n");
        Contract contract = visits.provision();
        VisitStream other = another();
        Contract otherContract = other.provision();

        // when both get events
        send(visits.event(contract, "pk1", "e1"), other.event(otherContract, "pk1", "e1"));

        // then the events of the other stream are merged, and readiness is DOWN with the reason
        other.awaitRows(1);
        assertTrue(String.valueOf(readiness.call().getData()).contains(damaged.getFileName().toString()));

        // and after the repair the stream is merged
        Files.delete(damaged);
        visits.awaitRows(1);
        awaitReady();
    }

    @Test
    void aTableWhoseStorageHangsStopsNoOtherStream() throws Exception {
        // given a stream whose table has a named pipe in its log that nobody writes to, and another stream
        Path log = Files.createDirectories(Path.of(config.tables().root(), stream.value(), "_delta_log"));
        Path pipe = log.resolve("_last_checkpoint");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor());
        Contract contract = visits.provision();
        send(visits.event(contract, "pk1", "e1"));
        await("the hanging start is shown").atMost(VisitStream.LIMIT)
                .until(() -> String.valueOf(readiness.call().getData()).contains("has not returned"));
        VisitStream other = another();
        Contract otherContract = other.provision();

        // when the other one gets events
        send(other.event(otherContract, "pk1", "e1"));

        // then they are merged, and after the storage has answered so are those of the stream
        other.awaitRows(1);
        Files.move(pipe, log.resolve("pipe"));
        for (int reader = 0; reader < 2; reader++) { // The start of the partitions, and the measurement of the lag.
            Files.newOutputStream(log.resolve("pipe")).close();
        }
        visits.awaitRows(1);
        awaitReady();
    }

    @SafeVarargs
    private void send(ProducerRecord<byte[], byte[]>... records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = visits.producer()) {
            for (var record : records) {
                producer.send(record).get();
            }
        }
    }

    private void awaitReady() {
        await("readiness is UP").atMost(VisitStream.LIMIT).untilAsserted(() -> {
            HealthCheckResponse ready = readiness.call();
            assertEquals(HealthCheckResponse.Status.UP, ready.getStatus(), () -> ready.getData().toString());
        });
    }
}
