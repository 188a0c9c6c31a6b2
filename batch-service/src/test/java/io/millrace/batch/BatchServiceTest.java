package io.millrace.batch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.batch.audit.KeyRota;
import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.schedule.ReadyWhenRunsSucceed;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.testing.VisitStream;
import io.millrace.table.TableReader;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BatchServiceTest {
    @Inject
    Admin admin;

    @Inject
    BatchServiceConfig config;

    @Inject
    MeterRegistry meters;

    @Inject
    @Readiness
    ReadyWhenRunsSucceed readiness;

    private VisitStream visits;
    private StreamName stream;

    @BeforeEach
    void open() {
        visits = new VisitStream(config, admin, 3);
        stream = visits.name();
    }

    @Test
    void runMergesEventsOnceKeepsInvalidRecordsAndAuditsBoth() throws Exception {
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

        // and the audit has found all 202 records
        awaitAudited(202);
        assertEquals(0, meters.get("millrace.audit.missing").tag("stream", stream.value()).counter().count());
    }

    @Test
    void anEventThatAQualityRuleMakesADeadLetterIsNotMissing() throws Exception {
        Contract contract = visits.provisionWith("""
                "rules": [{"name": "no-moon", "type": "CEL", "expr": "message.note != 'moon'", "onFailure": "DLQ"}]""");
        try (KafkaProducer<byte[], byte[]> producer = visits.producer()) {
            producer.send(visits.event(contract, "pk1", "e1", "moon")).get();
            producer.send(visits.event(contract, "pk2", "e2", "earth")).get();
        }
        visits.awaitRows(1);
        assertEquals(Map.of("pk1", "rule"), visits.deadLetters(1));

        awaitAudited(2);
        assertEquals(0, meters.get("millrace.audit.missing").tag("stream", stream.value()).counter().count());
    }

    @Test
    void recordsOfAMergeAreLimitedByTheirBytesToo() throws Exception {
        // given a stream with records of which four reach the limit of a merge
        Contract contract = visits.provision();
        String large = "x".repeat((int) config.batch().maxBytes().asLongValue() / 4);
        // when
        try (KafkaProducer<byte[], byte[]> producer = visits.producer()) {
            for (int i = 0; i < 40; i++) {
                producer.send(visits.event(contract, "pk" + i, "e" + i, large)).get();
            }
        }
        // then
        visits.awaitRows(40);
        double commits = meters.get("millrace.merge.commits").tag("stream", stream.value()).counter().count();
        assertTrue(commits >= 4, () -> commits + " merges");
        awaitAudited(40);
        assertEquals(0, meters.get("millrace.audit.missing").tag("stream", stream.value()).counter().count());
    }

    @Test
    void errorInOneStreamFailsTheRunAndNotTheOtherStreams() throws Exception {
        // given a stream whose contract cannot be read for lack of memory
        Contract contract = visits.provision();
        try (KafkaProducer<byte[], byte[]> producer = visits.producer()) {
            producer.send(visits.event(contract, "pk", "e", "eu")).get();
        }
        visits.awaitRows(1);
        double failed = runs("failed");
        // when
        FaultyRegistry.fault = () -> new OutOfMemoryError("injected");
        try {
            // then
            awaitThat("a run failed", () -> runs("failed") > failed);
            awaitThat("readiness is DOWN with the cause", () -> {
                HealthCheckResponse ready = readiness.call();
                return ready.getStatus() == HealthCheckResponse.Status.DOWN
                        && String.valueOf(ready.getData().orElseThrow().get("task contracts"))
                                .contains("OutOfMemoryError: injected");
            });
            // and a stream whose contract is loaded is merged
            try (KafkaProducer<byte[], byte[]> producer = visits.producer()) {
                producer.send(visits.event(contract, "pk", "e2", "eu")).get();
            }
            visits.awaitRows(2);
        } finally {
            FaultyRegistry.fault = () -> null;
        }
        awaitThat("readiness is UP again", () -> readiness.call().getStatus() == HealthCheckResponse.Status.UP);
    }

    private double runs(String outcome) {
        var counter = meters.find("millrace.batch.runs").tag("outcome", outcome).counter();
        return counter == null ? 0 : counter.count();
    }

    private static void awaitThat(String condition, Callable<Boolean> check) {
        await(condition).atMost(VisitStream.LIMIT).until(check);
    }

    private void awaitAudited(long records) {
        await("audited records").atMost(VisitStream.LIMIT).pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertEquals(records, audited()));
    }

    private long audited() {
        return visits.status().marks().entrySet().stream().filter(mark -> mark.getKey().startsWith(KeyRota.MARK))
                .mapToLong(Map.Entry::getValue).sum();
    }
}
