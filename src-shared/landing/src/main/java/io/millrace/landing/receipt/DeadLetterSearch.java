package io.millrace.landing.receipt;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.record.RecordDecoder;
import io.millrace.contracts.record.RedriveHeaders;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.letters.Letter;
import io.millrace.landing.letters.LetterRows;
import io.millrace.landing.letters.LetterState;
import io.millrace.landing.letters.RecordPosition;
import io.millrace.table.TableReader;
import io.millrace.table.TableStatus;
import io.millrace.table.mergerule.EventKey;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Looks for the dead letters of an event in the table of letters, and in the part of the topic that the table does not have. */
final class DeadLetterSearch {
    /** The source of a letter that the gateway wrote. */
    private static final String GATEWAY = "gateway";

    private final StreamName stream;
    private final RecordDecoder decoder;
    private final TableReader table;
    private final ReceiptSearch.LetterTopic topic;

    /**
     * @param table
     *            of letters, which need not exist
     * @param topic
     *            of letters
     */
    DeadLetterSearch(StreamName stream, RecordDecoder decoder, TableReader table, ReceiptSearch.LetterTopic topic) {
        this.stream = stream;
        this.decoder = decoder;
        this.table = table;
        this.topic = topic;
    }

    /** The letters of an event, oldest first. */
    List<Receipt.Letter> find(EventKey key) {
        Map<RecordPosition, Receipt.Letter> found = new HashMap<>();
        // Before the rows: a letter that is merged meanwhile is found, or is at or above these watermarks.
        Optional<TableStatus> status = table.status();
        Map<String, Long> marks = status.map(TableStatus::marks).orElse(Map.of());
        if (status.isPresent()) {
            LetterRows.forEvent(table, key.eventId(), letter -> {
                if (isOf(key, record(letter))) {
                    found.put(letter.position(), letter(letter));
                }
            });
        }
        topic.read(source -> marks.getOrDefault(source.applicationId(), 0L), (topicId, letter) -> {
            if (isOf(key, letter)) {
                found.put(new RecordPosition(topicId, letter.partition(), letter.offset()), letter(letter));
            }
        });
        List<Receipt.Letter> letters = new ArrayList<>(found.values());
        letters.sort(Comparator.comparing(Receipt.Letter::writtenAt).thenComparing(Receipt.Letter::offset));
        return letters;
    }

    /** A letter of the gateway may have no key and no value of the contract: the header of the event id is what it has. */
    private boolean isOf(EventKey key, ConsumerRecord<byte[], byte[]> letter) {
        Optional<String> header = EventHeaders.text(letter.headers(), EventHeaders.EVENT_ID);
        if (header.isPresent() && !header.get().equals(key.eventId())) {
            return false;
        }
        boolean samePk = Arrays.equals(key.pk().getBytes(StandardCharsets.UTF_8), letter.key());
        return header.isPresent() && (letter.key() == null || samePk) || key.equals(keyIn(letter));
    }

    /** Null when the value has no key that can be read. */
    private @Nullable EventKey keyIn(ConsumerRecord<byte[], byte[]> letter) {
        if (letter.value() == null) {
            return null;
        }
        try {
            RecordDecoder.Key found = decoder.key(stream, letter);
            return new EventKey(found.pk(), found.eventId());
        } catch (IllegalStateException e) { // the value is no event
            return null;
        }
    }

    private ConsumerRecord<byte[], byte[]> record(Letter letter) {
        return new ConsumerRecord<>(stream.deadLetterTopic(), letter.position().partition(), letter.position().offset(),
                TimeUnit.MICROSECONDS.toMillis(letter.lastSeenMicros()), TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE, ConsumerRecord.NULL_SIZE, letter.record().key(), letter.record().value(),
                new RecordHeaders(letter.record().headers()), Optional.empty());
    }

    private Receipt.Letter letter(Letter letter) {
        return new Receipt.Letter(letter.cause().reason().orElse(""), letter.cause().message().orElse(""),
                letter.cause().rule(), letter.cause().pointer(),
                letter.source().map(at -> stream.topic() + "/" + at.partition() + "/" + at.offset()).orElse(GATEWAY),
                letter.state(), letter.attempts(), letter.position().partition(), letter.position().offset(),
                Instant.ofEpochMilli(TimeUnit.MICROSECONDS.toMillis(letter.lastSeenMicros())));
    }

    private static Receipt.Letter letter(ConsumerRecord<byte[], byte[]> letter) {
        return new Receipt.Letter(EventHeaders.text(letter.headers(), DeadLetter.ERROR_CODE).orElse(""),
                EventHeaders.text(letter.headers(), DeadLetter.ERROR_DETAIL).orElse(""),
                EventHeaders.text(letter.headers(), DeadLetter.ERROR_RULE),
                EventHeaders.text(letter.headers(), DeadLetter.ERROR_POINTER),
                EventHeaders.text(letter.headers(), DeadLetter.SOURCE_OFFSET).isPresent()
                        ? DeadLetter.coordinates(letter.headers())
                        : GATEWAY,
                LetterState.OPEN, RedriveHeaders.ofLetter(letter).map(RedriveHeaders::attempts).orElse(0),
                letter.partition(), letter.offset(),
                Instant.ofEpochMilli(letter.timestamp()));
    }
}
