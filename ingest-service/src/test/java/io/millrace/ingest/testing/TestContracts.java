package io.millrace.ingest.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;

/** Contracts and events to test with. */
public final class TestContracts {
    private TestContracts() {}

    /** The schema text of a contract on the class path. */
    public static String avsc(String name) {
        try (InputStream in = TestContracts.class.getResourceAsStream("/contracts/" + name + ".avsc")) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A contract as it would be registered. */
    public static Contract contract(String name) {
        return ContractParser.parse(new StreamName(name), 1, 7, avsc(name));
    }

    /** The schema text of a contract with the fields that have a role, and more fields, each with a comma before it. */
    public static String withFields(String more) {
        return withFields("\"string\"", more);
    }

    /** As {@link #withFields(String)}, with the type of {@code pk} and {@code event_id}. */
    public static String withFields(String idType, String more) {
        return "{\"type\": \"record\", \"name\": \"S\", \"fields\": [{\"name\": \"pk\", \"type\": " + idType
                + "}, {\"name\": \"event_id\", \"type\": " + idType + "}, {\"name\": \"event_time\", \"type\":"
                + " {\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}}" + more + "]}";
    }

    /** A valid earthquake. */
    public static String earthquake(String id, String eventId) {
        return """
                {"event_id": "%s", "id": "%s", "time": 1767225600000, "updated": 1767225600001, "net": "us", \
                "type": "earthquake", "status": "reviewed", "mag": 4.5, "longitude": 1.5, "latitude": -2}"""
                .formatted(eventId, id);
    }
}
