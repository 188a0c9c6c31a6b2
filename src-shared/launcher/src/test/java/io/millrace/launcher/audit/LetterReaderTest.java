package io.millrace.launcher.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.launcher.audit.LetterReader.Position;
import io.millrace.table.SourcePartition;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LetterReaderTest {
    private static ConsumerRecord<byte[], byte[]> letter(Map<String, String> headers) {
        ConsumerRecord<byte[], byte[]> letter = new ConsumerRecord<>("s.dlq", 0, 0, null, null);
        headers.forEach((name, value) -> EventHeaders.add(letter.headers(), name, value));
        return letter;
    }

    @Test
    void aLetterNamesTheTopicPartitionAndOffsetOfItsRecord() {
        assertEquals(Optional.of(new Position(new SourcePartition("id", 3), 77)), LetterReader.position(letter(Map.of(
                DeadLetter.SOURCE_TOPIC_ID, "id", DeadLetter.SOURCE_PARTITION, "3", DeadLetter.SOURCE_OFFSET, "77")),
                "now"));
        assertEquals(Optional.of(new Position(new SourcePartition("now", 3), 77)), LetterReader.position(
                letter(Map.of(DeadLetter.SOURCE_PARTITION, "3", DeadLetter.SOURCE_OFFSET, "77")), "now"));
    }

    @Test
    void aLetterOfTheGatewayOrWithBrokenHeadersHasNoPosition() {
        assertEquals(Optional.empty(), LetterReader.position(letter(Map.of()), "now"));
        assertEquals(Optional.empty(), LetterReader.position(
                letter(Map.of(DeadLetter.SOURCE_PARTITION, "-3", DeadLetter.SOURCE_OFFSET, "77")), "now"));
        assertEquals(Optional.empty(), LetterReader.position(
                letter(Map.of(DeadLetter.SOURCE_PARTITION, "3", DeadLetter.SOURCE_OFFSET, "99999999999999999999")),
                "now"));
    }
}
