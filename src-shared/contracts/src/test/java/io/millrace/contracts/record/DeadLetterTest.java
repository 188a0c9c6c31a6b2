package io.millrace.contracts.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import io.millrace.contracts.testing.Records;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

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
    void recordThatIsNoLetterHasNoCoordinates() {
        assertEquals("?/?/?", DeadLetter.coordinates(new RecordHeaders()));
    }
}
