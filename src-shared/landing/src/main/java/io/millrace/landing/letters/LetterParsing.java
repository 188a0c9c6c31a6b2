package io.millrace.landing.letters;

import java.util.Optional;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.record.RedriveHeaders;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Reads the records of a dead-letter topic as letters.
 *
 * @param maxAttempts
 *            a letter that was redriven this often, and is refused again, is parked
 */
public record LetterParsing(int maxAttempts) {
    private static final long MICROS_PER_MILLI = 1_000L;
    /** The end of the year 9999: the last time that every reader of a table knows. */
    private static final long MAX_MILLIS = 253_402_300_799_000L;
    private static final String TOPIC_ID = "[A-Za-z0-9_-]{1,64}";
    private static final String PARTITION = "[0-9]{1,9}";
    private static final String OFFSET = "[0-9]{1,18}";

    public LetterParsing {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("a letter can be redriven at least once, not " + maxAttempts + " times");
        }
    }

    /**
     * The letter of a record. Every record is a letter, also one that something else than Millrace wrote.
     *
     * @param topicId
     *            Kafka's id of the dead-letter topic
     */
    public Letter letter(String topicId, ConsumerRecord<byte[], byte[]> record) {
        RecordPosition position = new RecordPosition(topicId, record.partition(), record.offset());
        Optional<RecordPosition> source = source(record.headers());
        long written = Math.clamp(record.timestamp(), 0, MAX_MILLIS) * MICROS_PER_MILLI;
        Optional<RedriveHeaders> redriven = RedriveHeaders.ofLetter(record);
        int attempts = redriven.map(RedriveHeaders::attempts).orElse(0);
        return new Letter(redriven.map(RedriveHeaders::letterId).orElseGet(() -> source.orElse(position).toString()),
                attempts < maxAttempts ? LetterState.OPEN : LetterState.PARKED, attempts,
                RefusalCause.of(record.headers()), source, position,
                redriven.map(first -> Math.min(first.firstSeenMicros(), MAX_MILLIS * MICROS_PER_MILLI)).orElse(written),
                written, new RefusedRecord(record.key(), record.value(), DeadLetter.originalHeaders(record.headers())),
                Optional.empty());
    }

    private static Optional<RecordPosition> source(Headers headers) {
        Optional<String> topicId = EventHeaders.text(headers, DeadLetter.SOURCE_TOPIC_ID)
                .filter(text -> text.matches(TOPIC_ID));
        Optional<String> partition = EventHeaders.text(headers, DeadLetter.SOURCE_PARTITION)
                .filter(text -> text.matches(PARTITION));
        Optional<String> offset = EventHeaders.text(headers, DeadLetter.SOURCE_OFFSET)
                .filter(text -> text.matches(OFFSET));
        return topicId.isEmpty() || partition.isEmpty() || offset.isEmpty()
                ? Optional.empty()
                : Optional.of(new RecordPosition(topicId.get(), Integer.parseInt(partition.get()),
                        Long.parseLong(offset.get())));
    }
}
