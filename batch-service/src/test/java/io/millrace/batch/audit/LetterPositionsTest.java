package io.millrace.batch.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.millrace.batch.RunsByHand;
import io.millrace.batch.read.OffsetRangeReader;
import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.table.EventTable;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.OffsetRange;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which dead letters an audit reads. */
@QuarkusTest
@TestProfile(RunsByHand.class)
class LetterPositionsTest {
    private static final String TOPIC_ID = "topic-1";

    @Inject
    Admin admin;

    @Inject
    OffsetRangeReader reader;

    @Inject
    DeadLetterTopic letters;

    @TempDir
    Path folder;

    private final StreamName stream = new StreamName("visits-" + UUID.randomUUID());
    private EventTable table;

    @BeforeEach
    void begin() throws Exception {
        admin.createTopics(List.of(new NewTopic(stream.deadLetterTopic(), 1, (short) 1))).all().get();
        table = EventTables.open(folder, ContractTable.shape(ContractParser.parse(stream, """
                {"type": "record", "name": "Visit", "fields": [
                  {"name": "pk", "type": "string"},
                  {"name": "event_id", "type": "string"},
                  {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}}]}""")),
                new WriterOptions("batch", Duration.ofDays(30), 1 << 20));
    }

    @AfterEach
    void end() {
        table.close();
    }

    @Test
    void aLetterIsReadOnceAndStaysUnreadAsLongAsItsRecordIsToBeAudited() {
        write(TOPIC_ID, 0, 1, 2, 7);

        LetterPositions first = positions(0, 5);
        assertTrue(IntStream.of(0, 1, 2).allMatch(offset -> has(first, offset)));
        assertFalse(has(first, 3));
        assertFalse(has(first, 7), "it lies outside of the window");
        table.mark(first.marks());

        // the letter of record 7 is the fourth: those before it are not read again
        LetterPositions again = positions(0, 8);
        assertFalse(has(again, 0));
        assertTrue(has(again, 7));
        table.mark(again.marks());

        write(TOPIC_ID, 9);
        LetterPositions last = positions(8, 10);
        assertTrue(has(last, 9));
        assertEquals(List.of(5L), List.copyOf(last.marks().values()));
    }

    @Test
    void whereNoRecordNeedsALetterNoneIsRead() {
        write(TOPIC_ID, 0);

        assertEquals(Map.of(), positions(0, 5).marks());
    }

    @Test
    void lettersThatKafkaDeletedUnreadAreKnownToBeMissing() throws Exception {
        write(TOPIC_ID, 0, 1, 2);
        LetterPositions whole = positions(0, 5);
        assertTrue(has(whole, 2));
        assertTrue(whole.isComplete());

        admin.deleteRecords(Map.of(new TopicPartition(stream.deadLetterTopic(), 0), RecordsToDelete.beforeOffset(2)))
                .all().get();

        LetterPositions rest = positions(0, 5);
        assertTrue(has(rest, 2));
        assertFalse(rest.isComplete());
        // and what an earlier audit has read is no loss
        table.mark(whole.marks());
        LetterPositions later = positions(5, 8);
        assertFalse(has(later, 5));
        assertTrue(later.isComplete());
    }

    @Test
    void aLetterOfATopicThatHadTheNameBeforeIsNoneOfThisOne() {
        write("topic-0", 3);
        write(TOPIC_ID, 4);

        LetterPositions positions = positions(0, 5);

        assertFalse(has(positions, 3));
        assertTrue(has(positions, 4));
    }

    private static boolean has(LetterPositions positions, long offset) {
        return positions.all().getOrDefault(0, Set.of()).contains(offset);
    }

    private LetterPositions positions(long from, long until) {
        return new LetterPositions(reader, table, stream, TOPIC_ID, Map.of(0, new OffsetRange(from, until)),
                Map.of(0, until), new OffsetRangeReader.ChunkSize(3, 1_000_000));
    }

    private void write(String topicId, long... offsets) {
        for (long offset : offsets) {
            letters.write(stream, topicId, List.of(new DeadLetter(
                    new ConsumerRecord<>(stream.topic(), 0, offset, new byte[]{1}, new byte[]{2}),
                    DeadLetter.Reason.UNDECODABLE, "test")));
        }
    }
}
