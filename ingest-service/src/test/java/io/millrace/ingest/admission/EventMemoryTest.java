package io.millrace.ingest.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.admission.format.AdmissionRequest;
import io.millrace.ingest.admission.format.BodyFormat;
import io.millrace.ingest.admission.format.BodyRefusal;
import io.millrace.ingest.admission.format.EventIdSource;
import io.millrace.ingest.admission.format.StreamRouting;
import io.millrace.ingest.config.OnInvalid;
import io.millrace.ingest.config.TimePrecision;
import io.millrace.ingest.outcome.RejectionReason;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;

/** Values that take more memory than their bytes in the body. */
class EventMemoryTest {
    private static final int MAX_EVENT_BYTES = 10_000;
    private static final int MAX_BYTES = 50_000;
    private static final String FIELDS = """
            {"name": "pk", "type": "string"}, {"name": "event_id", "type": "string"},
            {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
            """;
    private static final String TEXT = "x".repeat(1_000);
    private static final Contract EMPTY_RECORDS = contract(1, """
            {"name": "a", "default": [], "type": {"type": "array", "items": {"type": "record", "name": "I", "fields": [
              {"name": "x", "type": ["null", "string"], "default": null}]}}}""");
    private static final Contract LONG_DEFAULTS = contract(2, """
            {"name": "a", "default": [], "type": {"type": "array", "items": {"type": "record", "name": "I", "fields": [
              {"name": "x", "type": ["null", "string"], "default": null},
              {"name": "d", "type": "string", "default": "%s"}]}}}""".formatted(TEXT));
    private static final Contract LONG_DEFAULT = contract(3,
            "{\"name\": \"d\", \"type\": \"string\", \"default\": \"%s\"}".formatted(TEXT));
    private static final Contract MAP = contract(4,
            "{\"name\": \"a\", \"type\": {\"type\": \"map\", \"values\": \"boolean\"}, \"default\": {}}");

    private final EventAdmission admission = new EventAdmission(new RequestLimits(200, MAX_EVENT_BYTES, MAX_BYTES),
            Clock.systemUTC());

    @Test
    void arrayOfEmptyRecordsIsTooLarge() {
        assertAdmitted(json(EMPTY_RECORDS, event("[" + "{},".repeat(1_000) + "{}]")));
        assertTooLarge(json(EMPTY_RECORDS, event("[" + "{},".repeat(5_000) + "{}]")));
    }

    @Test
    void mapOfShortEntriesIsTooLarge() {
        String entries = IntStream.range(0, 2_000).mapToObj(i -> "\"" + i + "\":true")
                .collect(Collectors.joining(",", "{", "}"));

        assertTooLarge(json(MAP, event(entries)));
    }

    @Test
    void defaultsOfElementsCountAsIfTheyHadBeenSent() {
        assertAdmitted(json(LONG_DEFAULTS, event("[{},{},{}]")));
        assertTooLarge(json(LONG_DEFAULTS, event("[" + "{},".repeat(15) + "{}]")));
    }

    @Test
    void anEventThatIsTooLargeTakesNoOtherAlong() {
        String large = event("[" + "{},".repeat(5_000) + "{}]");
        String small = event("[]");
        var verdict = assertInstanceOf(AdmissionVerdict.Admitted.class, admission.admit(AdmissionRequest.of(
                StreamRouting.to(EMPTY_RECORDS), BodyFormat.JSON,
                ("[" + small + "," + large + "," + small.replace("e1", "e2") + "]").getBytes(StandardCharsets.UTF_8),
                new EventIdSource.Generated(), OnInvalid.LEAVE_OUT)));

        assertEquals(2, verdict.outgoing().size());
        assertInstanceOf(EventDisposition.Decided.class, verdict.events().get(1));
    }

    @Test
    void avroDataAreWeighedWithTheDefaultsThatAreFilledIn() throws IOException {
        StreamContracts contracts = new StreamContracts(LONG_DEFAULTS, Map.of(EMPTY_RECORDS.contentId(), EMPTY_RECORDS,
                LONG_DEFAULTS.contentId(), LONG_DEFAULTS), Map.of());
        GenericRecord old = avro(EMPTY_RECORDS, 1_000);

        assertTooLarge(admission.admit(AdmissionRequest.of(StreamRouting.to(contracts), BodyFormat.AVRO,
                RecordCodec.encode(EMPTY_RECORDS, old), new EventIdSource.Generated(), OnInvalid.REJECT)));
        assertTooLarge(admission.admit(AdmissionRequest.of(StreamRouting.to(contracts), BodyFormat.AVRO_FILE,
                file(EMPTY_RECORDS.schema(), old), new EventIdSource.Generated(), OnInvalid.REJECT)));
    }

    @Test
    void eventsThatAreLargerThanTheirBodyPayForIt() {
        List<Long> taken = new ArrayList<>();
        String body = events(20);

        assertAdmitted(admit(body, bytes -> taken.add(bytes)));
        long total = taken.stream().mapToLong(Long::longValue).sum();
        assertTrue(total > 20 * TEXT.length() - body.length() && total < 21 * TEXT.length(), () -> "took " + total);
        var refused = assertInstanceOf(AdmissionVerdict.Refused.class, admit(body, bytes -> false));
        assertInstanceOf(BodyRefusal.NoMemory.class, refused.refusal());
    }

    @Test
    void eventsThatAreLargerThanARequestMayBeAreRefused() {
        var refused = assertInstanceOf(AdmissionVerdict.Refused.class, admit(events(60), bytes -> true));

        assertInstanceOf(BodyRefusal.EventsTooLarge.class, refused.refusal());
    }

    private AdmissionVerdict admit(String body, LongPredicate memory) {
        return admission.admit(new AdmissionRequest(StreamRouting.to(LONG_DEFAULT), BodyFormat.JSON,
                body.getBytes(StandardCharsets.UTF_8), new EventIdSource.Generated(), OnInvalid.REJECT, null, null,
                TimePrecision.EXACT, memory));
    }

    private AdmissionVerdict json(Contract contract, String body) {
        return admission.admit(AdmissionRequest.of(StreamRouting.to(contract), BodyFormat.JSON,
                body.getBytes(StandardCharsets.UTF_8), new EventIdSource.Generated(), OnInvalid.REJECT));
    }

    private static String events(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"pk\":\"p\",\"event_id\":\"" + i + "\",\"event_time\":1700000000000}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String event(String values) {
        return "{\"pk\":\"p\",\"event_id\":\"e1\",\"event_time\":1700000000000,\"a\":" + values + "}";
    }

    private static GenericRecord avro(Contract contract, int elements) {
        Schema element = contract.schema().getField("a").schema().getElementType();
        return new GenericRecordBuilder(contract.schema()).set("pk", "p").set("event_id", "e1")
                .set("event_time", 1_700_000_000_000L)
                .set("a",
                        IntStream.range(0, elements).mapToObj(i -> new GenericRecordBuilder(element).build()).toList())
                .build();
    }

    private static byte[] file(Schema schema, GenericRecord event) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.create(schema, out).append(event);
        }
        return out.toByteArray();
    }

    private static Contract contract(int version, String field) {
        return ContractParser.parse(new StreamName("memory"), version, version,
                "{\"type\": \"record\", \"name\": \"M\", \"fields\": [" + FIELDS + field + "]}");
    }

    private static void assertAdmitted(AdmissionVerdict verdict) {
        assertInstanceOf(AdmissionVerdict.Admitted.class, verdict, verdict::toString);
    }

    private static void assertTooLarge(AdmissionVerdict verdict) {
        var refused = assertInstanceOf(AdmissionVerdict.Refused.class, verdict);
        assertEquals(RejectionReason.EVENT_TOO_LARGE,
                assertInstanceOf(BodyRefusal.InvalidEvents.class, refused.refusal()).fault());
    }
}
