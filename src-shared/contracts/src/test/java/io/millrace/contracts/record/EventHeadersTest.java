package io.millrace.contracts.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class EventHeadersTest {
    private static final long MILLIS = 1_234;

    /** Sixteen digits, as the gateway writes today's times, are read eight at a time. */
    @Test
    void aTimeOfAnyLengthIsReadDigitByDigit() {
        Random random = new Random(3);
        for (int length = 1; length <= 18; length++) {
            for (int i = 0; i < 200; i++) {
                String digits = random.ints(length, '0', '9' + 1)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
                long micros = Long.parseLong(digits);

                assertEquals(micros <= 253_402_300_799_000_000L ? micros : MILLIS * 1_000, ingestedAt(digits), digits);
            }
        }
    }

    @Test
    void aTextWithAnyOtherCharacterAnywhereIsNoTime() {
        for (int at = 0; at < 16; at++) {
            for (char c = 0; c < 256; c++) {
                byte[] text = "9999999999999999".getBytes(StandardCharsets.ISO_8859_1);
                text[at] = (byte) c;
                boolean digit = c >= '0' && c <= '9';

                assertEquals(digit ? Long.parseLong(new String(text, StandardCharsets.ISO_8859_1)) : MILLIS * 1_000,
                        ingestedAt(text), c + " at " + at);
            }
        }
    }

    @Test
    void aCorrelationIdIsLegalAsBytesExactlyWhenItIsAsText() {
        for (int length : new int[]{0, 1, 36, 128, 129}) {
            for (char c = 0; c < 256; c++) {
                String id = "x".repeat(Math.max(0, length - 1)) + (length == 0 ? "" : c);

                assertEquals(CorrelationId.parse(id).isPresent(),
                        CorrelationId.isLegal(id.getBytes(StandardCharsets.ISO_8859_1)), id);
            }
        }
    }

    private static long ingestedAt(String text) {
        return ingestedAt(text.getBytes(StandardCharsets.UTF_8));
    }

    private static long ingestedAt(byte[] value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(EventHeaders.INGESTED_AT, value);
        return EventHeaders
                .ingestedAtMicros(new ConsumerRecord<>("order", 0, 0, MILLIS, TimestampType.CREATE_TIME, 0, 0,
                        new byte[0], new byte[0], headers, Optional.empty()));
    }
}
