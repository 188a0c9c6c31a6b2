package io.millrace.bench.race;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.landing.bronze.BronzeRecord;
import io.millrace.landing.letters.Letter;
import io.millrace.landing.letters.LetterRows;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Compares the bronze table and the letters after a race with the records and letters that the seed demands.
 *
 * @param bronzeRows
 *            in the bronze table
 * @param bronzeMissing
 *            offsets without a row
 * @param bronzeDoubled
 *            rows of an offset that has another row
 * @param bronzeWrong
 *            rows that equal no record
 * @param letters
 *            in the table of letters
 * @param lettersMissing
 *            refused records without a letter
 * @param lettersDoubled
 *            letters with the id of another letter
 * @param lettersWrong
 *            letters of no refused record, or with another state, number of redrives, position or bytes than they must have
 * @param watermarksShort
 *            partitions of either topic whose watermark is not the end
 */
record RawCheck(long bronzeRows, long bronzeMissing, long bronzeDoubled, long bronzeWrong, long letters,
        long lettersMissing, long lettersDoubled, long lettersWrong, int watermarksShort) {
    private record Expected(RaceLetters.Poison poison, ConsumerRecord<byte[], byte[]> source, long letterOffset) {}

    static RawCheck of(TableReader bronze, TableReader letters, RaceRecords records) {
        long[] rows = new long[3];
        Set<BronzeRecord.Position> seen = new HashSet<>();
        bronze.rows(Long.MAX_VALUE, row -> {
            BronzeRecord.Position at = BronzeRecord.position(row);
            rows[0]++;
            boolean first = seen.add(at);
            boolean known = at.source().topicId().equals(RaceRecords.TOPIC_ID) && at.offset() < records.end()
                    && isSame(records.at(at.source().partition(), at.offset()),
                            BronzeRecord.of(row, RaceTopic.CONTRACT.stream().topic()));
            rows[1] += known && !first ? 1 : 0;
            rows[2] += known ? 0 : 1;
        });
        long[] found = new long[3];
        Map<String, Expected> expected = expected(new RaceLetters(records));
        Set<String> ids = new HashSet<>();
        letters.rows(Long.MAX_VALUE, row -> {
            Letter letter = LetterRows.letter(row);
            found[0]++;
            found[1] += ids.add(letter.id()) ? 0 : 1;
            found[2] += isRight(letter, expected.get(letter.id())) ? 0 : 1;
        });
        RaceLetters topic = new RaceLetters(records);
        return new RawCheck(rows[0], records.end() * RaceTopic.PARTITIONS - (rows[0] - rows[1] - rows[2]), rows[1],
                rows[2], found[0], expected.keySet().stream().filter(id -> !ids.contains(id)).count(), found[1],
                found[2], watermarksShort(bronze, RaceRecords.TOPIC_ID, records.end())
                        + watermarksShort(letters, RaceLetters.TOPIC_ID, topic.end()));
    }

    private static Map<String, Expected> expected(RaceLetters topic) {
        Map<String, Expected> expected = new HashMap<>();
        for (int partition = 0; partition < RaceTopic.PARTITIONS; partition++) {
            for (long group = 0; group < topic.end() / RaceLetters.LETTERS; group++) {
                long first = group * RaceLetters.LETTERS;
                topic.sources(partition, group).forEach((poison, source) -> expected.put(RaceLetters.id(source),
                        new Expected(poison, source, first + poison.index)));
            }
        }
        return expected;
    }

    private static boolean isRight(Letter letter, @Nullable Expected expected) {
        return expected != null && letter.state() == expected.poison().state
                && letter.attempts() == expected.poison().attempts
                && letter.cause().code().equals(expected.poison().reason.code())
                && letter.position().offset() == expected.letterOffset()
                && Arrays.equals(letter.record().value(), expected.source().value())
                && Arrays.equals(letter.record().key(), expected.source().key());
    }

    private static boolean isSame(ConsumerRecord<byte[], byte[]> one, ConsumerRecord<byte[], byte[]> other) {
        return one.timestamp() == other.timestamp() && Arrays.equals(one.key(), other.key())
                && Arrays.equals(one.value(), other.value()) && one.headers().equals(other.headers());
    }

    private static int watermarksShort(TableReader table, String topicId, long end) {
        Map<String, Long> marks = table.status().orElseThrow().marks();
        int atEnd = 0;
        for (int partition = 0; partition < RaceTopic.PARTITIONS; partition++) {
            Long mark = marks.get(new SourcePartition(topicId, partition).applicationId());
            atEnd += mark != null && mark == end ? 1 : 0;
        }
        return RaceTopic.PARTITIONS - atEnd;
    }

    boolean ok() {
        return List.of(bronzeMissing, bronzeDoubled, bronzeWrong, lettersMissing, lettersDoubled, lettersWrong).stream()
                .allMatch(number -> number == 0) && watermarksShort == 0;
    }

    void report(ObjectNode report) {
        report.put("bronze_rows", bronzeRows).put("bronze_missing", bronzeMissing)
                .put("bronze_doubled", bronzeDoubled).put("bronze_wrong", bronzeWrong).put("letters", letters)
                .put("letters_missing", lettersMissing).put("letters_doubled", lettersDoubled)
                .put("letters_wrong", lettersWrong).put("raw_watermarks_short", watermarksShort);
    }
}
