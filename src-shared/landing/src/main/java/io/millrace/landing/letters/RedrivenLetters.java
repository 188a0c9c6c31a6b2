package io.millrace.landing.letters;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.millrace.contracts.record.RedriveHeaders;
import io.millrace.table.TableReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The letters of a stream that were redriven, to tell which records of the topic later records stand for. A rebuild leaves such
 * records out: the redrive may have patched the event, and at equal revision the refused record, which came first, would
 * replace the patched one once a later contract accepts it. Holds about 150 bytes for each redriven letter.
 */
public final class RedrivenLetters {
    private static final Set<String> COLUMNS = Set.of(LetterTable.ID, LetterTable.ATTEMPTS);

    /** By the id of the letter; 1 or more. */
    private final Map<String, Integer> attempts;

    private RedrivenLetters(Map<String, Integer> attempts) {
        this.attempts = attempts;
    }

    /**
     * Reads them.
     *
     * @param letters
     *            the table of letters; it may be missing
     */
    public static RedrivenLetters of(TableReader letters) {
        Map<String, Integer> attempts = new HashMap<>();
        if (letters.status().isPresent()) {
            letters.values(COLUMNS, row -> {
                int redrives = ((Number) LetterRows.required(row, LetterTable.ATTEMPTS)).intValue();
                if (redrives > 0) {
                    attempts.put((String) LetterRows.required(row, LetterTable.ID), redrives);
                }
            });
        }
        return new RedrivenLetters(attempts);
    }

    /**
     * Whether a record was refused and sent again by a redrive.
     *
     * @param topicId
     *            Kafka's id of the topic that has the record
     */
    public boolean supersede(String topicId, ConsumerRecord<byte[], byte[]> record) {
        if (attempts.isEmpty()) {
            return false;
        }
        Optional<RedriveHeaders> redriven = RedriveHeaders.of(record);
        String letter = redriven.map(RedriveHeaders::letterId).orElseGet(
                () -> new RecordPosition(topicId, record.partition(), record.offset()).toString());
        return attempts.getOrDefault(letter, 0) > redriven.map(RedriveHeaders::attempts).orElse(0);
    }
}
