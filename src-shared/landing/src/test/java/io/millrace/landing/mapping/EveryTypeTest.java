package io.millrace.landing.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.table.DeltaBackend;
import io.millrace.table.EventRow;
import io.millrace.table.EventTable;
import io.millrace.table.Fixture;
import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import io.millrace.table.TableShape;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the Kafka value to the row of the table and back, for every type that a contract may have. */
class EveryTypeTest {
    private static final Contract EVERYTHING = contract("/everything.avsc");
    private static final Contract ORDER = contract("/contracts/order.avsc");
    private static final int COMMITS_TO_A_CHECKPOINT = 21;

    @TempDir
    Path folder;

    @Test
    void everyValueOfEveryTypeComesBackAsItWasAndStaysSoThroughRewritesAndCheckpoints() throws Exception {
        assertLossless(EVERYTHING, List.of(plain("a", 1), lowest("a", 2), highest("a", 3), empty("a", 4)),
                everything("a", 5, 1).build());
    }

    @Test
    void anOrderComesBackAsItWas() throws Exception {
        assertLossless(ORDER, List.of(order("o-1", "1", 0, "1999.99"), order("o-2", "1", 0, "-0.01")),
                order("o-3", "1", 0, "0.00"));
    }

    @Test
    void timesBefore1970AndDecimalsAreWhatTheySay() throws Exception {
        DeltaBackend place = new DeltaBackend(folder);
        try (EventTable table = place.open(ContractTable.shape(EVERYTHING), "stream")) {
            table.merge(batch(EVERYTHING, 0, List.of(lowest("a", 2))));
        }

        Map<String, @Nullable Object> row = place.rows().getFirst();
        assertEquals(-62_135_596_800_000_000L, row.get("at_micros"));
        assertEquals(-1_000L, row.get("at_millis"));
        assertEquals((int) LocalDate.of(1, 1, 1).toEpochDay(), row.get("a_date"));
        assertEquals((int) LocalDate.of(1969, 12, 31).toEpochDay(), row.get("event_date"));
        assertEquals(new BigDecimal("-999.99"), row.get("decimal_5"));
        assertEquals(new BigDecimal("-0.999999999999999"), row.get("decimal_15"));
        assertEquals(new BigDecimal("-" + "9".repeat(38)), row.get("decimal_38"));
        assertEquals(-0.0f, row.get("a_float"));
        assertEquals(Double.NEGATIVE_INFINITY, row.get("a_double"));
    }

    /** Merges them, has their file rewritten for the revised first event, then goes past a checkpoint and opens again. */
    private void assertLossless(Contract contract, List<GenericRecord> events, GenericRecord another) throws Exception {
        DeltaBackend place = new DeltaBackend(folder);
        TableShape shape = ContractTable.shape(contract);
        List<GenericRecord> all = new ArrayList<>(events);
        all.add(another);
        MicroBatch batch = batch(contract, 0, all);
        List<String> expected = texts(
                IntStream.range(0, events.size()).mapToObj(batch.events()::row).map(EventRow::values).toList());
        try (EventTable table = place.open(shape, "stream")) {
            table.merge(batch);
            assertTrue(texts(place.rows()).containsAll(expected), () -> difference(expected, place));

            GenericRecord revised = GenericData.get().deepCopy(contract.schema(), another);
            revised.put("revision", contract == ORDER ? (Object) 2L : (Object) 2);
            var outcome = (MergeOutcome.Merged) table.merge(batch(contract, all.size(), List.of(revised)));
            assertEquals(1, outcome.replaced());
            assertTrue(texts(place.rows()).containsAll(expected), () -> difference(expected, place));

            for (int i = 1; i < COMMITS_TO_A_CHECKPOINT; i++) {
                table.merge(new MicroBatch(shape, Fixture.TOPIC_ID, List.of(),
                        Map.of(0, new OffsetRange(all.size() + i, all.size() + i + 1L))));
            }
        }
        try (EventTable reopened = place.open(shape, "batch")) {
            assertTrue(reopened.status().lastCheckpoint() > 0, "no checkpoint was written");
            MicroBatch again = batch(contract, all.size() + COMMITS_TO_A_CHECKPOINT, all);
            var outcome = (MergeOutcome.Merged) reopened.merge(again);
            assertEquals(all.size(), outcome.duplicates());
            assertTrue(texts(place.rows()).containsAll(expected), () -> difference(expected, place));
        }
    }

    private static String difference(List<String> expected, DeltaBackend place) {
        return "should be\n" + String.join("\n", expected) + "\nis\n" + String.join("\n", texts(place.rows()));
    }

    private static MicroBatch batch(Contract contract, long from, List<GenericRecord> events) throws Exception {
        List<EventRow> rows = new ArrayList<>();
        for (GenericRecord event : events) {
            GenericRecord read = RecordCodec.decode(RecordCodec.encode(contract, event), contract.schema(),
                    contract.schema());
            rows.add(ContractRows.row(contract, read, 0, from + rows.size(), "stream"));
        }
        return new MicroBatch(ContractTable.shape(contract), Fixture.TOPIC_ID, rows,
                Map.of(0, new OffsetRange(from, from + events.size())));
    }

    /** Rows as text in which every value of every type differs from every other, absent and null included. */
    private static List<String> texts(List<? extends Map<String, @Nullable Object>> rows) {
        return rows.stream().map(EveryTypeTest::text).sorted().toList();
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case byte[] bytes -> "0x" + HexFormat.of().formatHex(bytes);
            case Map<?, ?> map -> {
                Map<String, String> entries = new TreeMap<>();
                map.forEach((k, v) -> entries.put(k.toString(), text(v)));
                entries.values().removeIf("null"::equals);
                yield entries.toString();
            }
            case List<?> list -> list.stream().map(EveryTypeTest::text).toList().toString();
            case String string -> '"' + string + '"';
            default -> value.getClass().getSimpleName() + " " + value;
        };
    }

    private static GenericRecordBuilder everything(String pk, long id, int number) {
        Schema schema = EVERYTHING.schema();
        GenericRecord inner = inner("1234.567", "note");
        return new GenericRecordBuilder(schema).set("pk", pk).set("event_id", id).set("event_time", -5L)
                .set("region", symbol("region", "EU")).set("revision", 0).set("an_int", number)
                .set("a_long", (long) number).set("a_float", 1.5f).set("a_double", 0.1).set("a_boolean", true)
                .set("a_string", "plain").set("some_bytes", ByteBuffer.wrap(new byte[]{1, 2}))
                .set("a_fixed", fixed("a_fixed", new byte[]{0, 1, 2, 3})).set("an_enum", symbol("an_enum", "RED"))
                .set("decimal_5", decimal("1.25")).set("decimal_15", fixedDecimal("0.000000000000001"))
                .set("decimal_38", decimal("12")).set("a_date", 19_000).set("a_time_millis", 1).set("a_time_micros", 1L)
                .set("at_millis", 1_700_000_000_001L).set("at_micros", 1_700_000_000_000_001L)
                .set("a_uuid", "7d1a0e6e-8d7a-4cb8-9f64-3d9b5a2f1c00").set("outer", outer("o", inner))
                .set("inners", List.of(inner, inner("-0.001", null))).set("holes", Arrays.asList(1, null, 3))
                .set("matrix", List.of(List.of(1.0, 2.0), List.of(), List.of(3.0)))
                .set("texts", mapOf("k", "v", "none", null)).set("inner_by_name", mapOf("i", inner, "none", null))
                .set("lists_by_name", Map.of("l", List.of(ByteBuffer.wrap(new byte[]{9}))))
                .set("maybe_double", 2.5).set("maybe_list", List.of("x", "")).set("last_is_null", "y");
    }

    private static GenericRecord plain(String pk, long id) {
        return everything(pk, id, 7).build();
    }

    private static GenericRecord lowest(String pk, long id) {
        return everything(pk, id, Integer.MIN_VALUE).set("a_long", Long.MIN_VALUE).set("a_float", -0.0f)
                .set("a_double", Double.NEGATIVE_INFINITY).set("a_boolean", false).set("a_string", "")
                .set("some_bytes", ByteBuffer.wrap(new byte[0])).set("decimal_5", decimal("-999.99"))
                .set("decimal_15", fixedDecimal("-0.999999999999999")).set("decimal_38", decimal("-" + "9".repeat(38)))
                .set("a_date", (int) LocalDate.of(1, 1, 1).toEpochDay()).set("at_millis", -1L)
                .set("at_micros", Instant.parse("0001-01-01T00:00:00Z").getEpochSecond() * 1_000_000L)
                .set("maybe_double", -0.0).build();
    }

    private static GenericRecord highest(String pk, long id) {
        return everything(pk, id, Integer.MAX_VALUE).set("a_long", Long.MAX_VALUE).set("a_float", Float.NaN)
                .set("a_double", Double.NaN).set("a_string", "\uD83C\uDF0D \u00e9 e\u0301 \u0000 \uFFFD {\"}\\ \n")
                .set("some_bytes", ByteBuffer.wrap(new byte[]{-1, 0, -128})).set("decimal_5", decimal("999.99"))
                .set("decimal_15", fixedDecimal("0.999999999999999")).set("decimal_38", decimal("9".repeat(38)))
                .set("a_date", (int) LocalDate.of(9999, 12, 31).toEpochDay())
                .set("at_millis", Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli())
                .set("at_micros", Instant.parse("9999-12-31T23:59:59Z").getEpochSecond() * 1_000_000L + 999_999L)
                .set("maybe_double", Double.POSITIVE_INFINITY).build();
    }

    private static GenericRecord empty(String pk, long id) {
        return everything(pk, id, 0).set("region", null).set("outer", outer("", null)).set("inners", List.of())
                .set("holes", Arrays.asList((Integer) null)).set("matrix", List.of()).set("texts", Map.of())
                .set("inner_by_name", Map.of()).set("lists_by_name", Map.of("", List.of())).set("maybe_double", null)
                .set("maybe_list", null).set("last_is_null", null).build();
    }

    private static GenericRecord order(String orderId, String eventId, long revision, String price) {
        Schema schema = ORDER.schema();
        Schema line = schema.getField("lines").schema().getElementType();
        ByteBuffer amount = ByteBuffer.wrap(new BigDecimal(price).unscaledValue().toByteArray());
        return new GenericRecordBuilder(schema).set("event_id", eventId).set("order_id", orderId).set("placed_at", 1L)
                .set("country", "DE")
                .set("status", new GenericData.EnumSymbol(schema.getField("status").schema(), "PAID"))
                .set("revision", revision).set("total", amount).set("currency", "EUR").set("customer_email", null)
                .set("delivery_date", -1).set("gift", true).set("tags", Map.of("a", "b"))
                .set("lines", List.of(new GenericRecordBuilder(line).set("sku", "s").set("quantity", 2)
                        .set("unit_price", amount).set("note", null).build()))
                .build();
    }

    private static GenericRecord outer(String name, @Nullable GenericRecord inner) {
        return new GenericRecordBuilder(EVERYTHING.schema().getField("outer").schema()).set("name", name)
                .set("inner", inner).build();
    }

    private static GenericRecord inner(String amount, @Nullable String note) {
        return new GenericRecordBuilder(EVERYTHING.schema().getField("inners").schema().getElementType())
                .set("amount", decimal(amount)).set("note", note).build();
    }

    private static ByteBuffer decimal(String number) {
        return ByteBuffer.wrap(new BigDecimal(number).unscaledValue().toByteArray());
    }

    private static GenericData.Fixed fixedDecimal(String number) {
        BigInteger unscaled = new BigDecimal(number).unscaledValue();
        return fixed("decimal_15", ByteBuffer.allocate(Long.BYTES).putLong(unscaled.longValueExact()).array());
    }

    private static GenericData.Fixed fixed(String field, byte[] bytes) {
        return new GenericData.Fixed(EVERYTHING.schema().getField(field).schema(), bytes);
    }

    private static GenericData.EnumSymbol symbol(String field, String symbol) {
        Schema schema = EVERYTHING.schema().getField(field).schema();
        return new GenericData.EnumSymbol(schema.isUnion() ? schema.getTypes().get(1) : schema, symbol);
    }

    private static Map<String, @Nullable Object> mapOf(String k1, @Nullable Object v1, String k2, @Nullable Object v2) {
        Map<String, @Nullable Object> map = new TreeMap<>();
        map.put(k1, v1);
        map.put(k2, v2);
        return map;
    }

    private static Contract contract(String resource) {
        try (var in = EveryTypeTest.class.getResourceAsStream(resource)) {
            return ContractParser.parse(new StreamName("everything"), 1, 7,
                    new String(java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
