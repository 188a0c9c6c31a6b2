package io.millrace.landing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

import io.millrace.landing.bronze.BronzeRecord;
import io.millrace.landing.bronze.BronzeTable;
import io.millrace.landing.testing.MovingClock;
import io.millrace.table.EventTable;
import io.millrace.table.MaintenanceOptions;
import io.millrace.table.MergeOutcome;
import io.millrace.table.OtherOffsets;
import io.millrace.table.TableMaintenance;
import io.millrace.table.TableReader;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BronzeAppenderTest {
    private static final String TOPIC = "AAAAAAAAAAAAAAAAAAAAAA";
    private static final String OTHER_TOPIC = "BBBBBBBBBBBBBBBBBBBBBB";
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path folder;

    private final MovingClock clock = new MovingClock(NOON);
    private EventTable table;
    private BronzeAppender appender;

    @BeforeEach
    void open() {
        table = openTable();
        appender = new BronzeAppender(table, clock, 1 << 20);
    }

    @AfterEach
    void close() {
        table.close();
    }

    private EventTable openTable() {
        return EventTables.open(folder.resolve("visits_bronze"), BronzeTable.SHAPE,
                new WriterOptions("batch", Duration.ofDays(1), 0));
    }

    private List<Map<String, @Nullable Object>> rows() {
        Map<Object, Map<String, @Nullable Object>> rows = new TreeMap<>();
        List<Object> repeated = new ArrayList<>();
        try (TableReader reader = EventTables.read(folder.resolve("visits_bronze"))) {
            reader.rows(Long.MAX_VALUE, row -> {
                Object at = Objects.requireNonNull(row.get("partition")) + "/" + row.get("topic_id") + "/"
                        + String.format("%09d", (Long) row.get("offset"));
                if (rows.put(at, Map.copyOf(withoutNulls(row))) != null) {
                    repeated.add(at);
                }
            });
        }
        assertEquals(List.of(), repeated, "no record is there twice");
        return List.copyOf(rows.values());
    }

    private static Map<String, @Nullable Object> withoutNulls(Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> values = new TreeMap<>(row);
        values.values().removeIf(Objects::isNull);
        return values;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static UnlandedRecords records(int from, int until) {
        return new UnlandedRecords(IntStream.range(from, until)
                .mapToObj(offset -> new ConsumerRecord<>("visits", 0, (long) offset, bytes("k" + offset),
                        bytes("v" + offset)))
                .toList(), Map.of(0, new OffsetRange(from, until)));
    }

    private int dayOf(Instant... timestamps) {
        appender.add(TOPIC, new UnlandedRecords(IntStream.range(0, timestamps.length)
                .mapToObj(offset -> new ConsumerRecord<>("visits", 0, (long) offset, timestamps[offset].toEpochMilli(),
                        TimestampType.CREATE_TIME, -1, -1, bytes("k"), bytes("v"), new RecordHeaders(),
                        Optional.<Integer>empty()))
                .toList(), Map.of(0, new OffsetRange(0, timestamps.length))));
        appender.write(partitions -> Map.of());
        List<Object> days = rows().stream().map(row -> row.get("ingest_date")).distinct().map(Objects::requireNonNull)
                .toList();
        assertEquals(1, days.size(), days::toString);
        return (Integer) days.getFirst();
    }

    private static int day(Instant time) {
        return (int) time.atZone(ZoneOffset.UTC).toLocalDate().toEpochDay();
    }

    @Test
    void aClockThatIsBehindDoesNotDateRowsBack() {
        clock.move(Duration.ofDays(-8));

        assertEquals(day(NOON), dayOf(NOON, NOON.plusSeconds(1)));
    }

    @Test
    void oldRecordsAreOfTheDayOnWhichTheyAreAppended() {
        assertEquals(day(NOON), dayOf(NOON.minus(Duration.ofDays(30)), NOON));
    }

    @Test
    void aTimestampOfTheFutureDoesNotDateOtherRecordsAhead() {
        assertEquals(day(NOON), dayOf(NOON, NOON.plus(Duration.ofDays(8))));
    }

    @Test
    void aTimestampThatNoDateHasIsNotUsed() {
        assertEquals(day(NOON), dayOf(Instant.ofEpochMilli(Long.MAX_VALUE)));
        assertNull(rows().getFirst().get("timestamp"));
    }

    @Test
    void everyPartOfARecordIsInItsRowAndComesBack() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", bytes("one")).add("trace", bytes("two")).add("none", null);
        byte[] value = {0, 0, 0, 1, 2, 7};
        var whole = new ConsumerRecord<>("visits", 2, 5L, 1_700_000_000_123L, TimestampType.CREATE_TIME, 3,
                value.length, bytes("key"), value, headers, Optional.empty());
        var empty = new ConsumerRecord<byte[], byte[]>("visits", 2, 6L, ConsumerRecord.NO_TIMESTAMP,
                TimestampType.NO_TIMESTAMP_TYPE, -1, -1, null, null, new RecordHeaders(), Optional.empty());

        appender.add(TOPIC, new UnlandedRecords(List.of(whole, empty), Map.of(2, new OffsetRange(5, 7))));
        appender.write(partitions -> Map.of());

        Map<String, @Nullable Object> row = rows().getFirst();
        assertEquals(TOPIC, row.get("topic_id"));
        assertEquals(1_700_000_000_123_000L, row.get("timestamp"));
        assertEquals(258L, row.get("schema_id"));
        assertEquals((int) NOON.atZone(ZoneOffset.UTC).toLocalDate().toEpochDay(), row.get("ingest_date"));
        ConsumerRecord<byte[], byte[]> back = BronzeRecord.of(row, "visits");
        assertArrayEquals(bytes("key"), back.key());
        assertArrayEquals(value, back.value());
        assertEquals(List.of("trace=one", "trace=two", "none=null"), texts(back));
        assertEquals(List.of(2, 5L, 1_700_000_000_123L), List.of(back.partition(), back.offset(), back.timestamp()));

        assertEquals(Set.of("topic_id", "partition", "offset", "headers", "ingest_date"), rows().get(1).keySet());
        ConsumerRecord<byte[], byte[]> none = BronzeRecord.of(rows().get(1), "visits");
        assertNull(none.key());
        assertNull(none.value());
        assertEquals(ConsumerRecord.NO_TIMESTAMP, none.timestamp());
    }

    private static List<String> texts(ConsumerRecord<byte[], byte[]> record) {
        List<String> texts = new ArrayList<>();
        for (Header header : record.headers()) {
            texts.add(header.key() + "="
                    + (header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8)));
        }
        return texts;
    }

    @Test
    void aValueWithoutASchemaIdHasNone() {
        appender.add(TOPIC, records(0, 1));
        appender.write(partitions -> Map.of());

        assertFalse(rows().getFirst().containsKey("schema_id"));
    }

    @Test
    void recordsThatAreReadAgainAfterACrashAreAppendedOnce() {
        appender.add(TOPIC, records(0, 10));
        appender.write(partitions -> Map.of());

        BronzeAppender restarted = new BronzeAppender(table, clock, 1 << 20);
        restarted.add(TOPIC, records(4, 12));
        MergeOutcome.Merged rest = assertInstanceOf(MergeOutcome.Merged.class,
                restarted.write(partitions -> Map.of()));

        assertEquals(2, rest.inserted());
        assertEquals(12, rows().size());
        restarted.add(TOPIC, records(0, 12));
        assertInstanceOf(MergeOutcome.AlreadyMerged.class, restarted.write(partitions -> Map.of()));
    }

    @Test
    void twoPodsThatAppendTheSameRecordsAppendEachOnce() {
        try (EventTable other = openTable()) {
            BronzeAppender second = new BronzeAppender(other, clock, 1 << 20);
            appender.add(TOPIC, records(0, 10));
            second.add(TOPIC, records(0, 15));

            appender.write(partitions -> Map.of());
            second.write(partitions -> Map.of());

            assertEquals(15, rows().size());
        }
    }

    @Test
    void recordsAboveAGapWaitForThoseInIt() {
        appender.add(TOPIC, records(0, 3));
        UnlandedRecords afterAGap = records(4, 6);

        assertEquals(afterAGap, appender.add(TOPIC, afterAGap));
        appender.write(partitions -> Map.of());
        appender.add(TOPIC, afterAGap);

        assertInstanceOf(MergeOutcome.OffsetGap.class, appender.write(partitions -> Map.of()));
        assertEquals(3, rows().size());
    }

    @Test
    void aTopicThatWasCreatedAgainBeginsFromItsFirstOffset() {
        appender.add(TOPIC, records(0, 3));
        UnlandedRecords next = records(0, 2);
        assertEquals(next, appender.add(OTHER_TOPIC, next));
        appender.write(partitions -> Map.of());
        appender.add(OTHER_TOPIC, next);
        appender.write(partitions -> Map.of());

        assertEquals(5, rows().size());
    }

    @Test
    void memoryIsBounded() {
        BronzeAppender little = new BronzeAppender(table, clock, 2_000);

        UnlandedRecords left = little.add(TOPIC, records(0, 100));
        assertTrue(little.records() < 30 && little.records() > 0, () -> little.records() + " records");
        for (; !left.isEmpty(); left = little.add(TOPIC, left)) {
            little.write(partitions -> Map.of());
        }
        little.write(partitions -> Map.of());

        assertEquals(100, rows().size());
    }

    @Test
    void offsetsThatKafkaDeletedAreKnown() {
        UnlandedRecords some = records(7, 9);
        appender.add(TOPIC, new UnlandedRecords(some.records(), Map.of(0, new OffsetRange(0, 9))));

        MergeOutcome.Merged appended = assertInstanceOf(MergeOutcome.Merged.class,
                appender.write(partitions -> Map.of(0, 5L)));

        assertEquals(new OtherOffsets.Counts(0, 2, 5), appended.others());
    }

    @Test
    void rowsOfADayAreCompactedWithAllTheirValues() {
        for (int i = 0; i < 4; i++) {
            appender.add(TOPIC, records(10 * i, 10 * i + 10));
            appender.write(partitions -> Map.of());
        }
        clock.set(NOON.plus(Duration.ofDays(1)));
        appender.add(TOPIC, records(40, 50));
        appender.write(partitions -> Map.of());
        List<String> before = rows().stream().map(BronzeAppenderTest::text).toList();
        MaintenanceOptions options = new MaintenanceOptions("batch", 1 << 20, 2, 1 << 20, Duration.ofDays(7),
                Duration.ofDays(7));

        try (TableMaintenance upkeep = EventTables.maintenance(folder.resolve("visits_bronze"), BronzeTable.SHAPE,
                options)) {
            assertEquals(4, upkeep.compact().filesIn());
        }

        assertEquals(2, table.status().files());
        assertEquals(before, rows().stream().map(BronzeAppenderTest::text).toList());
    }

    private static String text(Map<String, @Nullable Object> row) {
        ConsumerRecord<byte[], byte[]> record = BronzeRecord.of(row, "visits");
        return record.partition() + "/" + record.offset() + " " + new String(record.key(), StandardCharsets.UTF_8) + "="
                + new String(record.value(), StandardCharsets.UTF_8) + " " + row.get("ingest_date") + texts(record);
    }
}
