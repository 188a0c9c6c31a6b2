package io.millrace.launcher.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;

import io.millrace.launcher.local.LauncherException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeWindowTest {
    private static ConsumerRecord<byte[], byte[]> at(long millis) {
        return new ConsumerRecord<>("t", 0, 0, millis, TimestampType.CREATE_TIME, 0, 0, new byte[0], new byte[0],
                new RecordHeaders(), Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"2026-02-28T23:59:59.999Z, false", "2026-03-01T00:00:00Z, true", "2026-03-02T11:59:59.999Z, true",
            "2026-03-02T12:00:00Z, false"})
    void itHasItsBeginAndNotItsEnd(String time, boolean has) {
        TimeWindow window = TimeWindow.of(Optional.of("2026-03-01"), Optional.of("2026-03-02T12:00:00Z"));

        assertEquals(has, window.has(at(Instant.parse(time).toEpochMilli())));
    }

    @Test
    void recordsWithoutATimeAreInEveryWindow() {
        assertTrue(TimeWindow.of(Optional.of("2026-03-01"), Optional.empty()).has(at(ConsumerRecord.NO_TIMESTAMP)));
        assertEquals(TimeWindow.ALL, TimeWindow.of(Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-13-01", "2026-03-01T12:00", "12:00"})
    void anythingElseIsRefusedWithItsOption(String text) {
        LauncherException refused = assertThrows(LauncherException.class,
                () -> TimeWindow.of(Optional.empty(), Optional.of(text)));

        assertTrue(String.valueOf(refused.getMessage()).contains("--until"), refused::getMessage);
    }
}
