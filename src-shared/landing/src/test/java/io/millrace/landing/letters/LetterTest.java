package io.millrace.landing.letters;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.record.RedriveHeaders;
import io.millrace.contracts.schema.StreamName;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** The states of a letter, and its forms as a record and as a row. */
class LetterTest {
    private static final StreamName VISITS = new StreamName("visits");
    private static final byte[] NO_BYTES = {};
    private static final int MAX_ATTEMPTS = 3;
    private static final LetterParsing PARSING = new LetterParsing(MAX_ATTEMPTS);
    private static final RecordPosition SENT = new RecordPosition("topic", 1, 40);

    private static Letter refused(int attempts) {
        var source = new ConsumerRecord<>("visits", 2, 17L, new byte[]{1}, new byte[]{0, (byte) 0xff});
        EventHeaders.add(source.headers(), "a", "1");
        if (attempts > 0) {
            new RedriveHeaders("topic/2/17", attempts, 7).addTo(source.headers(), source.topic(), source.key(),
                    source.value());
        }
        return PARSING.letter("letters",
                read(new DeadLetter(source, DeadLetter.Reason.UNDECODABLE, "no Avro").toRecord(VISITS, "topic"),
                        1_234));
    }

    private static ConsumerRecord<byte[], byte[]> read(ProducerRecord<byte[], byte[]> letter, long time) {
        return new ConsumerRecord<>("visits.dlq", 0, 5, time, TimestampType.CREATE_TIME, -1, -1, letter.key(),
                letter.value(), new RecordHeaders(letter.headers()), Optional.empty());
    }

    @Test
    void laterStatesHaveHigherRevisions() {
        List<Letter> inOrder = new ArrayList<>();
        for (int attempts = 0; attempts <= MAX_ATTEMPTS + 1; attempts++) {
            Letter letter = refused(attempts);
            inOrder.add(letter);
            if (letter.state() == LetterState.OPEN) {
                inOrder.add(letter.parked());
            }
            inOrder.add(letter.redriven(SENT));
            inOrder.add(letter.redriven(SENT).resolved());
        }
        List<Long> revisions = inOrder.stream().map(Letter::revision).toList();
        assertEquals(revisions.stream().sorted(Comparator.naturalOrder()).distinct().toList(), revisions);
    }

    @Test
    void aLetterIsParkedWhenItIsRefusedAfterTheMostAttempts() {
        assertEquals(LetterState.OPEN, refused(0).state());
        assertEquals(LetterState.OPEN, refused(MAX_ATTEMPTS - 1).state());
        assertEquals(LetterState.PARKED, refused(MAX_ATTEMPTS).state());
        assertEquals(MAX_ATTEMPTS, refused(MAX_ATTEMPTS).attempts());
    }

    @Test
    void onlyOpenLettersArePutAsideAndOnlyRedrivenOnesResolved() {
        Letter open = refused(0);
        assertThrows(IllegalStateException.class, open::resolved);
        assertThrows(IllegalStateException.class, () -> open.parked().parked());
        assertThrows(IllegalStateException.class, () -> open.redriven(SENT).parked());
        assertThrows(IllegalStateException.class, () -> open.redriven(SENT).resolved().resolved());
    }

    @Test
    void aLetterOfARedrivenRecordIsTheSameLetter() {
        assertEquals("topic/2/17", refused(0).id());
        assertEquals("topic/2/17", refused(2).id());
        assertEquals(7, refused(2).firstSeenMicros());
        assertEquals(1_234_000, refused(2).lastSeenMicros());
        assertEquals(new RedriveHeaders("topic/2/17", 3, 7), refused(2).nextRedrive());
    }

    @Test
    void aRowGivesTheLetterBack() {
        Letter letter = refused(1).redriven(SENT);

        Letter read = LetterRows.letter(LetterRows.row(VISITS, letter).values());

        assertEquals(letter.record().headers(), read.record().headers());
        assertArrayEquals(letter.record().value(), read.record().value());
        assertEquals(withoutBytes(letter), withoutBytes(read));
    }

    private static Letter withoutBytes(Letter letter) {
        return new Letter(letter.id(), letter.state(), letter.attempts(), letter.cause(), letter.source(),
                letter.position(), letter.firstSeenMicros(), letter.lastSeenMicros(),
                new RefusedRecord(NO_BYTES, NO_BYTES, List.of()), letter.sentTo());
    }

    @Test
    void everyRecordOfTheDeadLetterTopicIsALetter() {
        Letter foreign = PARSING.letter("letters",
                read(new ProducerRecord<>("visits.dlq", null, null), ConsumerRecord.NO_TIMESTAMP));

        assertEquals("letters/0/5", foreign.id());
        assertTrue(foreign.isOfGateway());
        assertEquals("unknown", foreign.cause().code());
        assertEquals(0, foreign.firstSeenMicros());
        assertEquals(LetterState.OPEN, LetterRows.letter(LetterRows.row(VISITS, foreign).values()).state());
    }

    @Test
    void aFilterChoosesByIdReasonRuleStateAndTime() {
        Letter letter = refused(0);
        Instant seen = Instant.ofEpochMilli(1_234);

        assertTrue(LetterFilter.ALL.has(letter));
        assertTrue(new LetterFilter(Set.of("topic/2/17"), Set.of("undecodable"), Set.of(), Set.of(LetterState.OPEN),
                Optional.of(seen), Optional.of(seen.plusMillis(1))).has(letter));
        assertFalse(filter(Set.of("other"), Set.of(), Set.of()).has(letter));
        assertFalse(filter(Set.of(), Set.of("rule"), Set.of()).has(letter));
        assertFalse(filter(Set.of(), Set.of(), Set.of("depth")).has(letter));
        assertFalse(LetterFilter.ALL.in(LetterState.PARKED).has(letter));
        assertFalse(new LetterFilter(Set.of(), Set.of(), Set.of(), Set.of(), Optional.of(seen.plusMillis(1)),
                Optional.empty()).has(letter));
        assertFalse(new LetterFilter(Set.of(), Set.of(), Set.of(), Set.of(), Optional.empty(), Optional.of(seen))
                .has(letter));
    }

    private static LetterFilter filter(Set<String> ids, Set<String> reasons, Set<String> rules) {
        return new LetterFilter(ids, reasons, rules, Set.of(), Optional.empty(), Optional.empty());
    }
}
