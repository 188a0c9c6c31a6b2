package io.millrace.contracts.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import io.millrace.contracts.testing.Records;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterTest {
    private static final byte[] VALUE = {0, (byte) 0xff, 7};

    @Test
    void letterCarriesTheSourceUntouchedAndWhyAndWhereFrom() {
        // given
        var source = Records.record("k1", VALUE);
        source.headers().add("traceparent", new byte[]{(byte) 0xfe});
        // when
        var letter = new DeadLetter(source, DeadLetter.Reason.KEY_MISMATCH, "größer").toRecord(Records.STREAM,
                "topic-1");
        // then
        assertEquals("things.dlq", letter.topic());
        assertArrayEquals("k1".getBytes(StandardCharsets.UTF_8), letter.key());
        assertArrayEquals(VALUE, letter.value());
        assertArrayEquals(new byte[]{(byte) 0xfe}, letter.headers().lastHeader("traceparent").value());
        assertEquals(Optional.of("key-mismatch"), EventHeaders.text(letter.headers(), DeadLetter.ERROR_CODE));
        assertEquals(Optional.of("größer"), EventHeaders.text(letter.headers(), DeadLetter.ERROR_DETAIL));
        assertEquals("things/2/9", DeadLetter.coordinates(letter.headers()));
        assertEquals(1, source.headers().toArray().length, "the source keeps its headers");
    }

    @Test
    void keyAndValueThatAreAbsentStayAbsent() {
        var letter = new DeadLetter(Records.record(null, null), DeadLetter.Reason.UNDECODABLE, "none")
                .toRecord(Records.STREAM, "topic-1");
        assertNull(letter.key());
        assertNull(letter.value());
    }

    @Test
    void letterOfARedrivenRecordTellsItsLastSource() {
        // given
        var source = Records.record("k1", VALUE);
        EventHeaders.add(source.headers(), DeadLetter.SOURCE_TOPIC, "older");
        EventHeaders.add(source.headers(), DeadLetter.SOURCE_OFFSET, "1");
        // when
        var letter = new DeadLetter(source, DeadLetter.Reason.UNDECODABLE, "x").toRecord(Records.STREAM, "topic-1");
        // then
        assertEquals("things/2/9", DeadLetter.coordinates(letter.headers()));
    }

    @Test
    void letterHasTheHeadersOfKip1191() {
        var letter = new DeadLetter(Records.record("k1", VALUE), DeadLetter.Reason.KEY_MISMATCH, "another key")
                .toRecord(Records.STREAM, "topic-1");

        assertEquals(Optional.of("things"), EventHeaders.text(letter.headers(), "__dlq.errors.topic"));
        assertEquals(Optional.of("2"), EventHeaders.text(letter.headers(), "__dlq.errors.partition"));
        assertEquals(Optional.of("9"), EventHeaders.text(letter.headers(), "__dlq.errors.offset"));
        assertEquals(Optional.of("another key"), EventHeaders.text(letter.headers(), "__dlq.errors.message"));
        assertEquals(Optional.of("1"), EventHeaders.text(letter.headers(), "__dlq.errors.delivery.count"));
    }

    @Test
    void deliveriesOfARedrivenRecordAreCounted() {
        var source = Records.record("k1", VALUE);
        new RedriveHeaders("first/0/3", 2, 1_000).addTo(source.headers(), source.topic(), source.key(), source.value());

        var letter = new DeadLetter(source, DeadLetter.Reason.UNDECODABLE, "x").toRecord(Records.STREAM, "topic-1");

        assertEquals(Optional.of("3"), EventHeaders.text(letter.headers(), "__dlq.errors.delivery.count"));
        assertEquals(Optional.of(new RedriveHeaders("first/0/3", 2, 1_000)), RedriveHeaders.of(letter.headers(),
                source.topic(), letter.key(), letter.value()));
    }

    @Test
    void headersOfARedriveThatWereCopiedToAnotherRecordAreNone() {
        byte[] key = {1};
        byte[] value = {2};
        var headers = new RecordHeaders();
        new RedriveHeaders("first/0/3", 2, 1_000).addTo(headers, "things", key, value);

        assertTrue(RedriveHeaders.of(headers, "things", key, value).isPresent());
        assertEquals(Optional.empty(), RedriveHeaders.of(headers, "others", key, value));
        assertEquals(Optional.empty(), RedriveHeaders.of(headers, "things", value, value));
        assertEquals(Optional.empty(), RedriveHeaders.of(headers, "things", key, key));
        assertEquals(Optional.empty(), RedriveHeaders.of(headers, "things", key, null));
        EventHeaders.add(headers, RedriveHeaders.ATTEMPTS, "3");
        assertEquals(Optional.empty(), RedriveHeaders.of(headers, "things", key, value));
    }

    @Test
    void originalHeadersAreThoseOfTheSourceInTheirOrder() {
        var source = Records.record("k1", VALUE);
        EventHeaders.add(source.headers(), "a", "1");
        EventHeaders.add(source.headers(), "b", "2");
        EventHeaders.add(source.headers(), "a", "3");
        new RedriveHeaders("first/0/3", 2, 1_000).addTo(source.headers(), source.topic(), source.key(), source.value());

        var letter = new DeadLetter(source, DeadLetter.Reason.UNDECODABLE, "x").toRecord(Records.STREAM, "topic-1");

        assertEquals(List.of("a=1", "b=2", "a=3"), DeadLetter.originalHeaders(letter.headers()).stream()
                .map(header -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8)).toList());
    }

    @ParameterizedTest
    @CsvSource({"first/0/3, 0, 5", "first/0/3, many, 5", "first/0/3, 2, -5", "first/0, 2, 5", "first/0/x, 2, 5",
            "first/0/3, 99999999999, 5"})
    void malformedHeadersOfARedriveAreNone(String id, String attempts, String firstSeen) {
        var headers = new RecordHeaders();
        EventHeaders.add(headers, RedriveHeaders.LETTER_ID, id);
        EventHeaders.add(headers, RedriveHeaders.ATTEMPTS, attempts);
        EventHeaders.add(headers, RedriveHeaders.FIRST_SEEN, firstSeen);

        assertEquals(Optional.empty(), RedriveHeaders.of(headers, "things", null, null));
    }

    @Test
    void recordThatIsNoLetterHasNoCoordinates() {
        assertEquals("?/?/?", DeadLetter.coordinates(new RecordHeaders()));
    }
}
