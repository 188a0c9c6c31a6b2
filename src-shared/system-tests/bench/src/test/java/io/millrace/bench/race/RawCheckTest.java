package io.millrace.bench.race;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import io.millrace.landing.letters.Letter;
import io.millrace.landing.letters.LetterRows;
import io.millrace.landing.letters.RecordPosition;
import io.millrace.table.SourcePartition;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The checker finds each kind of damage in bronze and letters, and nothing in tables that are right. */
class RawCheckTest {
    private static final RaceRecords RECORDS = new RaceRecords(3, 256);
    private static final RaceLetters LETTERS = new RaceLetters(RECORDS);
    private static final long MICROS_PER_MILLI = 1_000L;

    private final List<Map<String, @Nullable Object>> bronze = bronze();
    private final List<Letter> letters = letters();
    private final Map<String, Long> marks = new HashMap<>();

    @Test
    void rightTablesAreOk() {
        RawCheck check = check();

        assertTrue(check.ok(), check.toString());
        assertEquals(256 * RaceTopic.PARTITIONS, check.bronzeRows());
        assertEquals(16 * RaceTopic.PARTITIONS, check.letters());
    }

    @Test
    void offsetWithoutARowIsMissing() {
        bronze.removeFirst();

        assertEquals(1, check().bronzeMissing());
        assertFalse(check().ok());
    }

    @Test
    void offsetThatIsThereTwiceIsDoubled() {
        bronze.add(new HashMap<>(bronze.getFirst()));

        assertEquals(1, check().bronzeDoubled());
        assertFalse(check().ok());
    }

    @Test
    void rowWithOtherBytesIsWrong() {
        bronze.getFirst().put("value", new byte[]{1, 2, 3});

        assertEquals(1, check().bronzeWrong());
        assertFalse(check().ok());
    }

    @Test
    void refusedRecordWithoutALetterIsMissing() {
        letters.removeFirst();

        assertEquals(1, check().lettersMissing());
        assertFalse(check().ok());
    }

    @Test
    void refusedRecordWithTwoLettersIsDoubled() {
        letters.add(letters.getFirst());

        assertEquals(1, check().lettersDoubled());
        assertFalse(check().ok());
    }

    @Test
    void letterOfAnyOtherStateIsWrong() {
        for (RaceLetters.Poison poison : RaceLetters.Poison.values()) {
            Letter first = RaceLetters.PARSING.letter(RaceLetters.TOPIC_ID, LETTERS.at(0, first(poison)));
            letters.replaceAll(letter -> letter.id().equals(first.id()) ? first.redriven(again(first)) : letter);
        }

        assertEquals(RaceLetters.Poison.values().length, check().lettersWrong());
        assertFalse(check().ok());
    }

    @Test
    void watermarksBeforeTheEndsAreShort() {
        check();
        marks.merge(new SourcePartition(RaceRecords.TOPIC_ID, 0).applicationId(), -1L, Long::sum);
        marks.merge(new SourcePartition(RaceLetters.TOPIC_ID, 1).applicationId(), -1L, Long::sum);

        assertEquals(2, checkWithMarks().watermarksShort());
    }

    private static long first(RaceLetters.Poison poison) {
        for (long offset = 0; offset < RaceLetters.LETTERS; offset++) {
            Letter letter = RaceLetters.PARSING.letter(RaceLetters.TOPIC_ID, LETTERS.at(0, offset));
            if (letter.cause().code().equals(poison.reason.code())) {
                return offset;
            }
        }
        throw new IllegalStateException("there is no letter of " + poison);
    }

    private RawCheck check() {
        for (int partition = 0; partition < RaceTopic.PARTITIONS; partition++) {
            marks.put(new SourcePartition(RaceRecords.TOPIC_ID, partition).applicationId(), RECORDS.end());
            marks.put(new SourcePartition(RaceLetters.TOPIC_ID, partition).applicationId(), LETTERS.end());
        }
        return checkWithMarks();
    }

    private RawCheck checkWithMarks() {
        return RawCheck.of(new RowsInMemory(bronze, marks),
                new RowsInMemory(letters.stream().map(RawCheckTest::row).toList(), marks), RECORDS);
    }

    private static Map<String, @Nullable Object> row(Letter letter) {
        return new HashMap<>(LetterRows.row(RaceTopic.CONTRACT.stream(), letter).values());
    }

    private static List<Letter> letters() {
        List<Letter> letters = new ArrayList<>();
        for (int partition = 0; partition < RaceTopic.PARTITIONS; partition++) {
            for (long group = 0; group < LETTERS.end(); group += RaceLetters.LETTERS) {
                for (RaceLetters.Poison poison : RaceLetters.Poison.values()) {
                    Letter letter = RaceLetters.PARSING.letter(RaceLetters.TOPIC_ID,
                            LETTERS.at(partition, group + poison.index));
                    letters.add(switch (poison) {
                        case LEFT, REFUSED_AGAIN -> letter;
                        case MERGED -> letter.redriven(again(letter)).resolved();
                        case SET_ASIDE -> letter.parked();
                    });
                }
            }
        }
        return letters;
    }

    private static RecordPosition again(Letter letter) {
        RecordPosition source = letter.source().orElseThrow();
        return new RecordPosition(source.topicId(), source.partition(), source.offset() + 1);
    }

    private static List<Map<String, @Nullable Object>> bronze() {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int partition = 0; partition < RaceTopic.PARTITIONS; partition++) {
            for (long offset = 0; offset < RECORDS.end(); offset++) {
                ConsumerRecord<byte[], byte[]> record = RECORDS.at(partition, offset);
                Map<String, @Nullable Object> row = new HashMap<>();
                row.put("topic_id", RaceRecords.TOPIC_ID);
                row.put("partition", partition);
                row.put("offset", offset);
                row.put("timestamp", record.timestamp() * MICROS_PER_MILLI);
                row.put("key", record.key());
                row.put("value", record.value());
                row.put("headers", StreamSupport.stream(record.headers().spliterator(), false)
                        .map(header -> Map.of("key", header.key(), "value", header.value())).toList());
                rows.add(row);
            }
        }
        return rows;
    }
}
