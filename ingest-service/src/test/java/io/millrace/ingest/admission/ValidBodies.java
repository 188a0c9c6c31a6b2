package io.millrace.ingest.admission;

import java.nio.charset.StandardCharsets;

import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.ingest.admission.format.BodyFormat;
import io.millrace.ingest.testing.TestContracts;

/** A lawful body of each format, to make hostile ones from. */
public final class ValidBodies {
    public static final Contract QUAKES = registered("earthquake", 1);
    public static final Contract EVERYTHING = registered("everything", 2);
    public static final String ONE_OF_EVERYTHING = """
            {"pk": "p", "event_id": -9223372036854775808, "event_time": "2026-01-01T00:00:00.000001+02:00", "text": "\\u00e4",
             "whole": -1, "wide": 9007199254740993, "single": 1.5e-3, "real": 0.1, "flag": true, "raw": "AAE=",
             "four": "AAECAw==", "color": "GREEN", "price": "-12345.67", "big": 1e30, "at": 1, "day": "2024-02-29",
             "clock": 2, "fine_clock": 3, "uid": "0190f5a0-0000-7000-8000-00000000000A", "maybe": 4,
             "counts": {"b": 1, "a": 2}, "names": ["x", null], "place": {"city": "y", "tags": [{"level": 1}]}}""";

    private ValidBodies() {}

    public static byte[] of(BodyFormat format) {
        String event = TestContracts.earthquake("h", "h@1");
        String change = "{\"op\": \"c\", \"source\": {\"table\": \"t\", \"lsn\": 5}, \"after\": " + event + "}";
        String cloud = "{\"specversion\": \"1.0\", \"id\": \"i\", \"source\": \"/s\", \"type\": \"t\", \"data\": %s}";
        String text = switch (format) {
            case JSON -> "[" + event + ", " + event.replace("h@1", "h@2") + "]";
            case NDJSON -> event + "\n" + event.replace("h@1", "h@2");
            case JSON_SEQUENCE -> "\u001e" + event + "\n\u001e" + event;
            case CLOUD_EVENTS -> cloud.formatted(event);
            case CONFLUENT_JSON -> "{\"records\": [{\"key\": \"h\", \"value\": " + event + "}]}";
            case DEBEZIUM -> "[" + change + ", {\"payload\": " + change + "}]";
            case DEBEZIUM_CLOUD_EVENTS -> cloud.formatted(change);
            case AVRO, AVRO_FILE -> "";
        };
        return text.isEmpty() ? avro(format) : text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] avro(BodyFormat format) {
        var event = AvroFixtures.quake(QUAKES, "h");
        return format == BodyFormat.AVRO
                ? RecordCodec.encode(QUAKES, event)
                : AvroFixtures.file(QUAKES.schema(), event, event);
    }

    /** With an id of its own, as the registry gives: what is known of contracts goes by it. */
    private static Contract registered(String name, long contentId) {
        Contract contract = TestContracts.contract(name);
        return ContractParser.parse(contract.stream(), 1, contentId, contract.schema().toString());
    }
}
