package io.millrace.batch.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import io.millrace.batch.RunsByHand;
import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.contracts.schema.Contract;
import io.millrace.landing.TopicUnavailableException;
import io.millrace.landing.testing.VisitStream;
import io.millrace.table.mergerule.OffsetRange;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(RunsByHand.class)
class OffsetRangeReaderTest {
    private static final OffsetRange TO_300 = new OffsetRange(0, 300);

    @Inject
    Admin admin;

    @Inject
    BatchServiceConfig config;

    @Inject
    OffsetRangeReader reader;

    private final List<Long> read = new ArrayList<>();
    private VisitStream visits;
    private Contract contract;
    private OffsetRangeReader.Topic topic;

    @BeforeEach
    void aTopicOf300Records() {
        visits = new VisitStream(config, admin, 1);
        contract = visits.provision();
        send(300);
        topic = reader.topic(visits.name().topic());
        assertEquals(Map.of(0, TO_300), topic.bounds());
    }

    @Test
    void recordsOfATopicThatWasCreatedAgainAreNotGivenOut() {
        replace(400);

        assertTrue(refusal(TO_300).contains("was deleted and created again"));
        assertEquals(List.of(), read);
    }

    @Test
    void theReaderDoesNotGoOnAtTheBeginningOfAShorterTopic() {
        replace(20);

        assertTrue(refusal(new OffsetRange(100, 300)).contains("ends below offset 100"));
        assertEquals(List.of(), read);
    }

    @Test
    void whatWasReadBeforeTheTopicWasReplacedIsGivenOutAndNothingElse() {
        String refusal = String.valueOf(assertThrows(TopicUnavailableException.class,
                () -> reader.read(topic, topic.bounds(), new OffsetRangeReader.ChunkSize(1, 1), (records, ranges) -> {
                    if (read.isEmpty()) {
                        replace(400);
                    }
                    records.forEach(record -> read.add(record.offset()));
                })).getMessage());

        assertTrue(refusal.contains("was deleted and created again"), refusal);
        assertTrue(!read.isEmpty() && read.size() < 300, read::toString);
    }

    @Test
    void recordsThatKafkaDeletesAreLeftOut() throws Exception {
        admin.deleteRecords(Map.of(new TopicPartition(visits.name().topic(), 0), RecordsToDelete.beforeOffset(120)))
                .all().get();

        reader.read(topic, topic.bounds(), OffsetRangeReader.ChunkSize.SMALL, (records, ranges) -> {
            assertEquals(Map.of(0, TO_300), ranges);
            records.forEach(record -> read.add(record.offset()));
        });

        assertEquals(180, read.size());
        assertEquals(120, read.getFirst());
    }

    private String refusal(OffsetRange range) {
        return String.valueOf(assertThrows(TopicUnavailableException.class,
                () -> reader.read(topic, Map.of(0, range), OffsetRangeReader.ChunkSize.SMALL,
                        (records, ranges) -> records.forEach(record -> read.add(record.offset()))))
                .getMessage());
    }

    private void replace(int records) {
        visits.replaceTopic();
        send(records);
    }

    private void send(int records) {
        try (var producer = visits.producer()) {
            visits.send(producer, contract, 0, records);
        }
    }
}
