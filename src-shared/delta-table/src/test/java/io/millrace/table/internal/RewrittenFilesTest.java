package io.millrace.table.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.millrace.table.DeltaBackend;
import io.millrace.table.EventRow;
import io.millrace.table.EventTable;
import io.millrace.table.MaintenanceOptions;
import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import io.millrace.table.TableMaintenance;
import io.millrace.table.TableShape;
import io.millrace.table.WriterOptions;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.factory.EventTables;
import io.millrace.table.internal.parquet.Codecs;
import io.millrace.table.internal.parquet.ParquetFiles;
import io.millrace.table.internal.storage.LocalStorage;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.OffsetRange;
import io.millrace.table.mergerule.Precedence;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files as Spark writes them when it rewrites ours: every column optional and in another order, times as INT96, small
 * decimals as numbers, the partition column inside, texts in the statistics cut to 32 characters.
 */
class RewrittenFilesTest {
    private static final TableShape SHAPE = new TableShape(
            List.of(new Column("pk", new ColumnType.Text(), true), new Column("event_id", new ColumnType.Text(), true),
                    new Column("updated", new ColumnType.Timestamp(), false),
                    new Column("region", new ColumnType.Text(), false),
                    new Column("amount", new ColumnType.Decimal(9, 2), false),
                    new Column("_ingested_at", new ColumnType.Timestamp(), true)),
            List.of("region"), Optional.of(new TableShape.KeyColumns("pk", "event_id", Optional.of("updated"))));
    private static final MessageType AS_SPARK_DOES = MessageTypeParser.parseMessageType("""
            message spark_schema {
              optional int96 _ingested_at;
              optional binary region (STRING);
              optional int32 amount (DECIMAL(9,2));
              optional int96 updated;
              optional binary event_id (STRING);
              optional binary pk (STRING);
            }""");
    private static final String LONG = "customer-whose-number-is-longer-than-statistics-are-";
    private static final long INGESTED = 1_800_000_000_123_456L;
    private static final int ROWS = 4;

    @TempDir
    Path folder;

    private static String pk(long number) {
        return LONG + number;
    }

    private static Map<String, @Nullable Object> values(long number, long updated) {
        return new HashMap<>(Map.of("pk", pk(number), "event_id", "1", "updated", updated, "region", "eu", "amount",
                BigDecimal.valueOf(100 + number, 2), "_ingested_at", INGESTED));
    }

    private static MicroBatch batch(long from, long updated, long... numbers) {
        List<EventRow> rows = LongStream.range(0, numbers.length)
                .mapToObj(i -> new EventRow(new EventKey(pk(numbers[(int) i]), "1"),
                        new Precedence(updated, from + i), 0, INGESTED, values(numbers[(int) i], updated)))
                .toList();
        return new MicroBatch(SHAPE, "topic-1", rows, Map.of(0, new OffsetRange(from, from + numbers.length)));
    }

    private EventTable open() {
        return EventTables.open(folder, SHAPE, new WriterOptions("stream", Duration.ofDays(30), 1 << 24));
    }

    private List<String> rows() {
        return sorted(new DeltaBackend(folder).rows().stream());
    }

    private static List<String> sorted(Stream<? extends Map<String, ?>> rows) {
        return rows.map(row -> new java.util.TreeMap<>(row).toString()).sorted().toList();
    }

    @BeforeEach
    void fourRowsInTwoFiles() {
        try (EventTable table = open()) {
            table.merge(batch(0, 1_000_001, 0, 1));
            table.merge(batch(2, 1_000_001, 2, 3));
        }
    }

    /** Puts all files together, as the commit after the given one. */
    private void rewrite(long version) throws IOException {
        String path = "region=eu/part-00000-spark.c000.snappy.parquet";
        List<Map<String, @Nullable Object>> rows = new DeltaBackend(folder).rows();
        try (ParquetWriter<Group> writer = ExampleParquetWriter
                .builder(ParquetFiles.output(new LocalStorage(), folder.resolve(path).toString()))
                .withConf(new PlainParquetConfiguration()).withType(AS_SPARK_DOES).withCodecFactory(Codecs.thorough())
                .withCompressionCodec(CompressionCodecName.SNAPPY).build()) {
            for (Map<String, @Nullable Object> row : rows) {
                writer.write(new SimpleGroupFactory(AS_SPARK_DOES).newGroup()
                        .append("_ingested_at", int96((Long) Objects.requireNonNull(row.get("_ingested_at"))))
                        .append("region", "eu")
                        .append("amount",
                                ((BigDecimal) Objects.requireNonNull(row.get("amount"))).unscaledValue()
                                        .intValueExact())
                        .append("updated", int96((Long) Objects.requireNonNull(row.get("updated"))))
                        .append("event_id", "1")
                        .append("pk", String.valueOf(row.get("pk"))));
            }
        }
        String cut = LONG.substring(0, 32);
        String stats = String.format("{'numRecords':%d,'minValues':{'pk':'%s','event_id':'1','_ingested_at':'%s'},"
                + "'maxValues':{'pk':'%s\u007f','event_id':'1','_ingested_at':'%s'},'nullCount':{'pk':0}}", rows.size(),
                cut, millis(), cut, millis());
        Files.writeString(commit(version + 1), removals() + String.format(
                "{\"add\":{\"path\":\"%s\",\"partitionValues\":{\"region\":\"eu\"},\"size\":%d,\"modificationTime\":1,"
                        + "\"dataChange\":false,\"stats\":\"%s\"}}%n",
                path.replace("=", "%3D"), Files.size(folder.resolve(path)), stats.replace("'", "\\\"")));
    }

    private static String millis() {
        return Instant.EPOCH.plus(INGESTED, ChronoUnit.MICROS).truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private String removals() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("region=eu"))) {
            return files.map(file -> "" + file.getFileName()).filter(name -> name.endsWith(".zstd.parquet"))
                    .map(name -> "{\"remove\":{\"path\":\"region=eu/" + name
                            + "\",\"deletionTimestamp\":1,\"dataChange\":false}}\n")
                    .collect(Collectors.joining());
        }
    }

    private Path commit(long version) {
        return folder.resolve("_delta_log").resolve(String.format("%020d.json", version));
    }

    private static Binary int96(long micros) {
        long day = Math.floorDiv(micros, 86_400_000_000L);
        return Binary.fromConstantByteBuffer(ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(Math.floorMod(micros, 86_400_000_000L) * 1_000).putInt((int) (day + 2_440_588)).flip());
    }

    @Test
    void everyRowReadsAsItWas() throws IOException {
        List<String> before = rows();

        rewrite(2);

        assertEquals(ROWS, before.size());
        assertEquals(before, rows());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keysAreRecognisedByAWriterAtWorkAndByOneThatStarts(boolean atWork) throws IOException {
        try (EventTable table = open()) {
            if (atWork) {
                table.present(List.of(new EventKey(pk(0), "1")));
            }
            rewrite(2);

            assertEquals(new MergeOutcome.Merged(4, 1, 0, 4, 0, 1),
                    table.merge(batch(4, 1_000_001, 0, 1, 2, 3, 9)));
        }
        assertEquals(ROWS + 1, rows().size());
    }

    @Test
    void timesAsInt96OrderRevisionsAndTheRestOfTheFileStaysAsItWas() throws IOException {
        rewrite(2);
        List<String> wanted = sorted(Stream.of(values(0, 1_000_001), values(1, 1_000_001), values(2, 1_000_002),
                values(3, 1_000_001)));

        try (EventTable table = open()) {
            assertEquals(new MergeOutcome.Merged(4, 0, 0, 1, 0, 1), table.merge(batch(4, 1_000_000, 1)));
            assertEquals(new MergeOutcome.Merged(5, 0, 1, 0, 0, 1), table.merge(batch(5, 1_000_002, 2)));
        }

        assertEquals(wanted, rows());
    }

    @Test
    void compactionPutsThemTogetherWithOurs() throws IOException {
        rewrite(2);
        try (EventTable table = open()) {
            table.merge(batch(4, 1_000_001, 7));
        }
        List<String> before = rows();

        try (TableMaintenance upkeep = EventTables.maintenance(folder, SHAPE,
                new MaintenanceOptions("upkeep", 1 << 20, 2,
                        1 << 20, Duration.ofHours(1), Duration.ofHours(1)))) {
            assertEquals(2, upkeep.compact().filesIn());
        }

        assertEquals(before, rows());
        try (EventTable table = open()) {
            assertInstanceOf(MergeOutcome.Merged.class, table.merge(batch(5, 1_000_001, 0, 7)));
            assertEquals(ROWS + 1, table.status().rows());
        }
    }
}
