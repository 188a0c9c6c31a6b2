package io.millrace.contracts.record;

import static io.millrace.contracts.testing.Avsc.field;
import static io.millrace.contracts.testing.Records.STREAM;
import static io.millrace.contracts.testing.Records.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.RegistryUnavailableException;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.RoleValues;
import io.millrace.contracts.testing.Avsc;
import io.millrace.contracts.testing.FakeRegistry;
import io.millrace.contracts.testing.Records;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordDecoderTest {
    private static final String SECOND = Avsc.of(field("note", "'string'", "'none'"));

    private final FakeRegistry registry = new FakeRegistry();
    private final ContractCatalog catalog = new ContractCatalog(registry);
    private final RecordDecoder decoder = new RecordDecoder(catalog);

    @Test
    void eventComesOutAsItWentInWithItsPlaceAndHeaders() {
        // given
        Contract contract = register(Avsc.of());
        var source = record("p1", RecordCodec.encode(contract, Records.event(contract, "p1")));
        EventHeaders.add(source.headers(), EventHeaders.INGESTED_AT, "1234567");
        EventHeaders.add(source.headers(), EventHeaders.CORRELATION_ID, "c-1");
        // when
        DecodedEvent event = decoded(decoder.decode(STREAM, source));
        // then
        assertEquals(new RoleValues("p1", "e1", 5, null, 0), event.roles());
        assertEquals(2, event.partition());
        assertEquals(9, event.offset());
        assertEquals(contract.contentId(), event.writtenWith());
        assertEquals(1_234_567, event.ingestedAtMicros());
        assertEquals(new CorrelationId("c-1"), event.correlationId());
    }

    @ParameterizedTest
    @CsvSource({"soon, 1700000000000, 1700000000000000", "-5, 1700000000000, 1700000000000000",
            "999999999999999999, 1700000000000, 1700000000000000", "7, 1700000000000, 7", "x, -1, 0",
            "x, 9223372036854775807, 253402300799000000"})
    void ingestionTimeIsTheHeadersOrKafkasAndAlwaysOneThatATableCanHold(String header, long kafkaMillis,
            long expectedMicros) {
        // given
        Contract contract = register(Avsc.of());
        var source = record("p1", RecordCodec.encode(contract, Records.event(contract, "p1")), kafkaMillis);
        EventHeaders.add(source.headers(), EventHeaders.INGESTED_AT, header);
        EventHeaders.add(source.headers(), EventHeaders.CORRELATION_ID, "not\nlegal");
        // when
        DecodedEvent event = decoded(decoder.decode(STREAM, source));
        // then
        assertEquals(expectedMicros, event.ingestedAtMicros());
        assertNull(event.correlationId());
    }

    @Test
    void versionThatWasRegisteredSinceIsFetchedAndReadAsTheLatest() {
        // given
        Contract first = register(Avsc.of());
        catalog.refresh();
        Contract second = register(SECOND);
        // when
        DecodedEvent event = decoded(decoder.decode(STREAM, value(second)));
        DecodedEvent old = decoded(decoder.decode(STREAM, value(first)));
        // then
        assertEquals(second.contentId(), event.contract().contentId());
        assertEquals("none", old.event().get("note").toString());
        assertEquals(first.contentId(), old.writtenWith());
    }

    @Test
    void knownVersionNeedsNoRegistry() {
        // given
        Contract contract = register(Avsc.of());
        catalog.refresh();
        registry.away = true;
        // when, then
        assertInstanceOf(Decoded.Event.class, decoder.decode(STREAM, value(contract)));
    }

    @Test
    void floodOfUnknownVersionsAsksTheRegistryOnce() {
        // given
        Contract contract = register(Avsc.of());
        catalog.refresh();
        Contract second = register(SECOND);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(List.of(value(contract), value(second)));
        for (int id = 5_000; id < 6_000; id++) {
            records.add(record("p1", withId(RecordCodec.encode(contract, Records.event(contract, "p1")), id)));
        }
        int calls = registry.calls();
        // when
        var decoded = decoder.decode(STREAM, records).toList();
        // then
        assertEquals(1, registry.calls() - calls);
        assertEquals(2, decoded.stream().filter(Decoded.Event.class::isInstance).count());
        assertEquals(DeadLetter.Reason.UNKNOWN_CONTRACT, dead(decoded.getLast()).reason());
    }

    @Test
    void knownVersionsAndUnframedBytesDoNotAskTheRegistry() {
        // given
        Contract contract = register(Avsc.of());
        catalog.refresh();
        int calls = registry.calls();
        // when
        var decoded = decoder.decode(STREAM,
                List.of(value(contract), record("p1", new byte[3]), record("p1", null))).toList();
        // then
        assertEquals(3, decoded.size());
        assertEquals(0, registry.calls() - calls);
    }

    @Test
    void unknownVersionWaitsWhileTheRegistryIsAway() {
        // given
        Contract contract = register(Avsc.of());
        catalog.refresh();
        registry.away = true;
        // when, then
        byte[] value = withId(RecordCodec.encode(contract, Records.event(contract, "p1")), 999);
        assertThrows(RegistryUnavailableException.class, () -> decoder.decode(STREAM, record("p1", value)));
    }

    @Test
    void versionThatIsNotOfThisStreamIsADeadLetter() {
        Contract contract = register(Avsc.of());
        byte[] value = withId(RecordCodec.encode(contract, Records.event(contract, "p1")), 0xFFFF_FFFF);
        DeadLetter letter = dead(decoder.decode(STREAM, record("p1", value)));
        assertEquals(DeadLetter.Reason.UNKNOWN_CONTRACT, letter.reason());
        assertEquals("schema id 4294967295 is no version of the contract of things", letter.detail());
    }

    @Test
    void refusedVersionIsADeadLetterWithTheReasonPerField() {
        // given
        Contract good = register(Avsc.of());
        Contract refused = register(Avsc.of(field("a", "'int'")));
        // when
        DeadLetter letter = dead(decoder.decode(STREAM, record("p1", withId(
                RecordCodec.encode(good, Records.event(good, "p1")), (int) refused.contentId()))));
        // then
        assertEquals(DeadLetter.Reason.REFUSED_CONTRACT, letter.reason());
        assertTrue(letter.detail().contains("/fields/a: new field needs a default"), letter.detail());
    }

    @Test
    void streamWithoutContractIsNoReasonToStop() {
        assertEquals("stream things has no contract",
                dead(decoder.decode(STREAM, record("p1", new byte[]{0, 0, 0, 0, 7}))).detail());
    }

    @Test
    void tombstoneIsADeadLetter() {
        var source = record("p1", null);
        DeadLetter letter = dead(decoder.decode(STREAM, source));
        assertEquals(DeadLetter.Reason.UNDECODABLE, letter.reason());
        assertSame(source, letter.source());
    }

    @Test
    void keyThatIsNotThePkIsADeadLetter() {
        Contract contract = register(Avsc.of());
        byte[] value = RecordCodec.encode(contract, Records.event(contract, "p1"));
        assertEquals(DeadLetter.Reason.KEY_MISMATCH, dead(decoder.decode(STREAM, record("p2", value))).reason());
        assertEquals(DeadLetter.Reason.KEY_MISMATCH, dead(decoder.decode(STREAM, record(null, value))).reason());
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MAX_VALUE, -62_135_596_800_000_001L, 253_402_300_800_000_000L})
    void timeOutsideOfTheYearsOfATableIsAViolationThatShowsNoValue(long time) {
        // given
        Contract contract = register(Avsc.of());
        GenericRecord event = Records.event(contract, "p1");
        event.put("event_time", time);
        // when
        DeadLetter letter = dead(decoder.decode(STREAM, record("p1", RecordCodec.encode(contract, event))));
        // then
        assertEquals(DeadLetter.Reason.CONTRACT_VIOLATION, letter.reason());
        assertTrue(letter.detail().startsWith("/event_time: must lie in the years 1 to 9999"), letter.detail());
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1024, true", "1025, false"})
    void keysHaveOneTo1024Characters(int length, boolean lawful) {
        Contract contract = register(Avsc.of());
        String pk = "k".repeat(length);
        Decoded decoded = decoder.decode(STREAM,
                record(pk, RecordCodec.encode(contract, Records.event(contract, pk))));
        assertEquals(lawful, decoded instanceof Decoded.Event);
    }

    @Test
    void decimalIsHeldToItsPrecisionHoweverManyBytesItHas() {
        // given
        Contract contract = register(Avsc.of(field("a",
                "{'type': 'bytes', 'logicalType': 'decimal', 'precision': 4, 'scale': 2}")));
        byte[] padded = new byte[900_000];
        padded[padded.length - 1] = 99;
        byte[] huge = new byte[900_000];
        Arrays.fill(huge, (byte) 0x7f);
        // when, then
        assertInstanceOf(Decoded.Event.class, decoder.decode(STREAM, decimal(contract, new byte[]{0x27, 0x0f})));
        assertInstanceOf(Decoded.Event.class, decoder.decode(STREAM, decimal(contract, padded)));
        for (byte[] tooLarge : new byte[][]{{0x27, 0x10}, {}, huge}) {
            assertEquals("/a: must be a decimal of at most 4 digits",
                    dead(decoder.decode(STREAM, decimal(contract, tooLarge))).detail());
        }
    }

    @Test
    void laterVersionWithADefaultThatNoValueMayBeTakesNoEventAlong() {
        // given
        Contract first = register(Avsc.of());
        registry.register(STREAM, Avsc.of(field("c", "{'type': 'enum', 'name': 'C', 'symbols': ['RED']}", "'GREEN'")));
        catalog.refresh();
        // when
        DecodedEvent event = decoded(decoder.decode(STREAM, value(first)));
        // then
        assertEquals(first.contentId(), event.contract().contentId());
        assertTrue(catalog.refused().getOrDefault(STREAM, "").contains("/fields/c/default: must be one of [RED]"));
    }

    @Test
    void eventThatTheLatestVersionCannotReadIsReadAsTheVersionItWasWrittenWith() {
        // given
        Contract first = register(Avsc.of());
        Contract unreadable = unchecked(Avsc.of(
                field("c", "{'type': 'enum', 'name': 'C', 'symbols': ['RED']}", "'GREEN'")));
        Contract unlawful = unchecked(Avsc.of(field("c", "{'type': 'int', 'logicalType': 'date'}", "3000000")));
        for (Contract latest : List.of(unreadable, unlawful)) {
            var contracts = new StreamContracts(latest, Map.of(first.contentId(), first, 999L, latest), Map.of());
            // when
            DecodedEvent event = decoded(RecordDecoder.decode(contracts, value(first),
                    new DecodedWeight(Long.MAX_VALUE)));
            // then
            assertEquals(first, event.contract());
            assertEquals(first.schema(), event.event().getSchema());
            assertEquals(first.contentId(), event.writtenWith());
        }
    }

    @Test
    void emptyDefaultOfAnArrayThatMayBeNullIsFilledIn() {
        // given
        Contract first = register(Avsc.of());
        var source = record("p1", RecordCodec.encode(first, Records.event(first, "p1")));
        Contract later = register(Avsc.of(field("a", "[{'type': 'array', 'items': 'int'}, 'null']", "[]")));
        catalog.refresh();
        // when
        DecodedEvent event = decoded(decoder.decode(STREAM, source));
        // then
        assertEquals(later, event.contract());
        assertEquals(List.of(), event.event().get("a"));
    }

    @Test
    void eventThatIsTooHeavyWithTheDefaultsOfALaterVersionIsReadAsTheVersionItWasWrittenWith() {
        // given
        Contract first = register(Avsc.of());
        byte[] value = RecordCodec.encode(first, Records.event(first, "p1"));
        Contract later = register(Avsc.of(field("d", "'string'", "'" + "x".repeat(10_000) + "'")));
        catalog.refresh();
        // when
        assertThrows(OverweightException.class,
                () -> decoder.decodeKnown(STREAM, record("p1", value), new DecodedWeight(5_000)));
        DecodedEvent event = decoded(
                RecordDecoder.decodeAsWritten(catalog.find(STREAM).orElseThrow(), record("p1", value),
                        new DecodedWeight(5_000)));
        // then
        assertEquals(first, event.contract());
        byte[] latest = RecordCodec.encode(later, Records.event(later, "p1"));
        assertThrows(OverweightException.class,
                () -> RecordDecoder.decodeAsWritten(catalog.find(STREAM).orElseThrow(), record("p1", latest),
                        new DecodedWeight(5_000)));
    }

    @Test
    void eventOfARefusedVersionIsReadOnceTheLatestHasAllItsFields() {
        // given
        Contract good = register(Avsc.of());
        String refused = Avsc.of(field("a", "'int'"));
        var version = registry.register(STREAM, refused);
        GenericRecord written = new GenericData.Record(new Schema.Parser().parse(refused));
        Records.event(good, "p1").getSchema().getFields().forEach(
                f -> written.put(f.name(), Records.event(good, "p1").get(f.pos())));
        written.put("a", 7);
        byte[] value = RecordCodec.encode(new Contract(STREAM, 2, version.contentId(), written.getSchema(),
                good.roles(), good.partitionBy(), good.dedupHorizon()), written);
        assertEquals(DeadLetter.Reason.REFUSED_CONTRACT, dead(decoder.decode(STREAM, record("p1", value))).reason());
        // when
        register(Avsc.of(field("a", "'int'", "0")));
        catalog.refresh();
        // then
        DecodedEvent event = decoded(decoder.decode(STREAM, record("p1", value)));
        assertEquals(7, event.event().get("a"));
        assertEquals(version.contentId(), event.writtenWith());
    }

    @Test
    void uuidIsInLowerCaseHoweverItWasWritten() {
        // given
        String uuid = "{'type': 'string', 'logicalType': 'uuid'}";
        Contract contract = register(Avsc.only("", field("pk", uuid), field("event_id", uuid), Avsc.EVENT_TIME,
                field("all", "{'type': 'array', 'items': " + uuid + "}"), field("text", "'string'"),
                field("late", uuid, "'018CC251-F400-7000-8000-00000000000F'")));
        GenericRecord written = new GenericData.Record(contract.schema());
        String upper = "018CC251-F400-7000-8000-00000000000A";
        String lower = "018cc251-f400-7000-8000-00000000000a";
        written.put("pk", upper);
        written.put("event_id", upper);
        written.put("event_time", 5L);
        written.put("all", List.of(upper));
        written.put("text", upper);
        written.put("late", upper);
        byte[] value = RecordCodec.encode(contract, written);
        // when
        DecodedEvent event = decoded(decoder.decode(STREAM, record(lower, value)));
        // then
        assertEquals(lower, event.roles().pk());
        assertEquals(lower, event.roles().eventId());
        assertEquals(lower, event.event().get("pk").toString());
        assertEquals("[" + lower + "]", event.event().get("all").toString());
        assertEquals(upper, event.event().get("text").toString());
        assertEquals(DeadLetter.Reason.KEY_MISMATCH, dead(decoder.decode(STREAM, record(upper, value))).reason());
    }

    @Test
    void uuidOfADefaultIsInLowerCaseToo() {
        // given
        Contract first = register(Avsc.of());
        register(Avsc.of(field("late", "{'type': 'string', 'logicalType': 'uuid'}",
                "'018CC251-F400-7000-8000-00000000000F'")));
        // when
        DecodedEvent event = decoded(decoder.decode(STREAM, value(first)));
        // then
        assertEquals("018cc251-f400-7000-8000-00000000000f", String.valueOf(event.event().get("late")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nope", "", "018cc251f40070008000000000000001", "018cc251-f400-7000-8000-00000000000g",
            "018cc251-f400-7000-8000-00000000000ä"})
    void uuidThatIsNoneIsADeadLetter(String text) {
        Contract contract = register(Avsc.of(field("u", "{'type': 'string', 'logicalType': 'uuid'}")));
        GenericRecord event = new GenericData.Record(contract.schema());
        event.put("pk", "p1");
        event.put("event_id", "e1");
        event.put("event_time", 5L);
        event.put("u", text);
        DeadLetter letter = dead(decoder.decode(STREAM, record("p1", RecordCodec.encode(contract, event))));
        assertEquals(DeadLetter.Reason.CONTRACT_VIOLATION, letter.reason());
        assertEquals("/u: must be a UUID of 36 characters", letter.detail());
    }

    @ParameterizedTest
    @CsvSource({"time-millis, int, 86400000", "time-millis, int, -1", "time-micros, long, 86400000000"})
    void timeOutsideOfADayIsADeadLetter(String logical, String type, long value) {
        Contract contract = register(Avsc.of(field("t", "{'type': '" + type + "', 'logicalType': '" + logical + "'}")));
        GenericRecord event = new GenericData.Record(contract.schema());
        event.put("pk", "p1");
        event.put("event_id", "e1");
        event.put("event_time", 5L);
        event.put("t", type.equals("int") ? (Object) (int) value : (Object) value);
        DeadLetter letter = dead(decoder.decode(STREAM, record("p1", RecordCodec.encode(contract, event))));
        assertTrue(letter.detail().startsWith("/t: must lie within a day: 0 to "), letter.detail());
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\t\n", "\u2003"})
    void blankKeyIsADeadLetter(String pk) {
        Contract contract = register(Avsc.of());
        assertEquals("/pk: must not be blank", dead(decoder.decode(STREAM,
                record(pk, RecordCodec.encode(contract, Records.event(contract, pk))))).detail());
    }

    private static Contract unchecked(String avsc) {
        Contract roles = ContractParser.parse(STREAM, Avsc.of());
        return new Contract(STREAM, 2, 999, new Schema.Parser().parse(avsc), roles.roles(), roles.partitionBy(),
                roles.dedupHorizon());
    }

    private static ConsumerRecord<byte[], byte[]> decimal(Contract contract,
            byte[] unscaled) {
        GenericRecord event = new GenericData.Record(contract.schema());
        event.put("pk", "p1");
        event.put("event_id", "e1");
        event.put("event_time", 5L);
        event.put("a", ByteBuffer.wrap(unscaled));
        return record("p1", RecordCodec.encode(contract, event));
    }

    private static ConsumerRecord<byte[], byte[]> value(Contract contract) {
        return record("p1", RecordCodec.encode(contract, Records.event(contract, "p1")));
    }

    private Contract register(String avsc) {
        var registered = registry.register(STREAM, avsc);
        return ContractParser.parse(STREAM, registered.version(), registered.contentId(), avsc);
    }

    private static byte[] withId(byte[] value, int contentId) {
        ByteBuffer.wrap(value).putInt(1, contentId);
        return value;
    }

    private static DecodedEvent decoded(Decoded decoded) {
        return assertInstanceOf(Decoded.Event.class, decoded, decoded::toString).event();
    }

    private static DeadLetter dead(Decoded decoded) {
        return assertInstanceOf(Decoded.Poison.class, decoded).letter();
    }

    @Test
    void schemaOfTheEventIsTheLatest() throws UndecodableException {
        Contract first = register(Avsc.of());
        Schema second = register(SECOND).schema();
        byte[] value = RecordCodec.encode(first, Records.event(first, "ü"));
        assertEquals(second, RecordCodec.decode(value, first.schema(), second).getSchema());
        assertEquals("ü", RecordCodec.decode(value, first.schema(), second).get("pk").toString());
    }
}
