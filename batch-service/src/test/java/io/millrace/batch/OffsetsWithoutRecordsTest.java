package io.millrace.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.schedule.BatchRun;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.testing.VisitStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Offsets without a record: those of deleted records count as lost, those of transactions do not. */
@QuarkusTest
@TestProfile(RunsByHand.class)
class OffsetsWithoutRecordsTest {
    @Inject
    Admin admin;

    @Inject
    BatchServiceConfig config;

    @Inject
    BatchRun run;

    @Inject
    MeterRegistry meters;

    private VisitStream visits;
    private StreamName stream;

    @BeforeEach
    void open() {
        visits = new VisitStream(config, admin, 1);
        stream = visits.name();
    }

    @Test
    void recordsThatKafkaDeletedBeforeTheyWereReadAreCountedOnce() throws Exception {
        Contract contract = visits.provision();
        try (var producer = visits.producer()) {
            visits.send(producer, contract, 0, 100);
        }
        deleteBefore(40);

        run.run();
        run.run();

        assertEquals(60, visits.status().rows());
        assertEquals(40, lost());

        // and when all records are deleted
        try (var producer = visits.producer()) {
            visits.send(producer, contract, 100, 30);
        }
        deleteBefore(130);
        run.run();

        assertEquals(70, lost());
        assertEquals(130, watermark());
    }

    @Test
    void markersAndAbortedRecordsDoNotCountAsLost() throws Exception {
        Contract contract = visits.provision();
        try (var producer = visits.producer(Map.of("transactional.id", stream.value()))) {
            producer.initTransactions();
            for (int i = 0; i < 5; i++) {
                producer.beginTransaction();
                visits.send(producer, contract, 10 * i, 10);
                producer.commitTransaction();
                producer.beginTransaction();
                visits.send(producer, contract, 1_000 + i, 1);
                producer.flush();
                producer.abortTransaction();
            }
        }

        assertTrue(run.run());

        assertEquals(50, visits.status().rows());
        assertEquals(65, watermark());
        assertEquals(0, lost());
    }

    @Test
    void openTransactionHoldsBackItsRecordsAndFailsNoRun() throws Exception {
        Contract contract = visits.provision();
        try (var plain = visits.producer();
                var open = visits
                        .producer(Map.of("transactional.id", stream.value(), "transaction.timeout.ms", 600_000))) {
            visits.send(plain, contract, 0, 10);
            open.initTransactions();
            open.beginTransaction();
            visits.send(open, contract, 10, 5);
            open.flush();
            visits.send(plain, contract, 15, 5);

            assertTrue(run.run());

            assertEquals(10, watermark());
            open.commitTransaction();
        }

        assertTrue(run.run());
        assertEquals(20, visits.status().rows());
        assertEquals(21, watermark());
        assertEquals(0, lost());
    }

    private void deleteBefore(long offset) throws Exception {
        admin.deleteRecords(Map.of(new TopicPartition(stream.topic(), 0), RecordsToDelete.beforeOffset(offset))).all()
                .get();
    }

    private long watermark() {
        return visits.status().marks().entrySet().stream().filter(mark -> mark.getKey().startsWith("millrace/"))
                .mapToLong(Map.Entry::getValue).max().orElse(-1);
    }

    private double lost() {
        List<Counter> counters = List.copyOf(
                meters.find("millrace.offsets.lost").tag("stream", stream.value()).counters());
        assertEquals(1, counters.size(), "the counter exists also at 0");
        return counters.getFirst().count();
    }
}
