package io.millrace.ingest.admission.format;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.ingest.admission.value.JsonScalars;
import io.millrace.ingest.admission.value.JsonText;
import io.millrace.ingest.outcome.RejectionReason;

/**
 * Debezium change events, with or without the envelope {@code payload}. A created, read or updated row gives an event
 * from its {@code after}; a deleted row gives one from its {@code before}, if the contract has a field {@code cdc_op}
 * or {@code cdc_deleted}. Messages without a row are skipped.
 */
record ChangeEvents(ContractReaders readers, AdmissionRequest request) {
    /**
     * The fields that name the position of a change in its source, as the connectors call them; those of one row are all stable.
     * Rows of one snapshot, and of one COPY of PostgreSQL, share a place: an id has the row itself in it too, for a
     * business key need not be the key of the table.
     */
    private static final List<String> POSITION = List.of("connector", "name", "db", "schema", "table", "collection",
            "lsn", "gtid", "file", "pos", "row", "scn", "rs_id", "ssn", "commit_lsn", "change_lsn", "event_serial_no",
            "ord");
    private static final Set<String> HEARTBEAT = Set.of("ts_ms", "ts_us", "ts_ns");

    void read(EventSink events) throws IOException, RefusedBodyException {
        new JsonDocument(readers, request).elements(events, (text, json) -> {
            JsonText whole = text.value(json);
            change(events, whole, whole::bytes);
        });
    }

    void readInCloudEvents(EventSink events) throws IOException, RefusedBodyException {
        new CloudEventReading(readers, request).read(events, this::change);
    }

    private void change(EventSink events, JsonText text, EventContext.Original original) throws IOException {
        JsonScalars members = JsonScalars.of(text, readers.syntax());
        if (members.values().containsKey("payload")) {
            members = JsonScalars.of(members.values().get("payload"), readers.syntax());
        } else if (members.values().keySet().equals(Set.of("schema"))) {
            events.skipped();
            return;
        }
        String op = members.texts().getOrDefault("op", speaksOfNoRow(members) ? "none" : "unknown");
        JsonText source = members.values().get("source");
        JsonScalars place = source == null ? members : JsonScalars.of(source, readers.syntax());
        switch (op) {
            case "none", "m" -> events.skipped();
            case "c", "r", "u", "d" -> row(events, op, members, place, original);
            case "t" ->
                broken(events, place, original, "/op", "the truncation of a table is not an event; apply it by hand");
            default -> broken(events, place, original, "/op", "is not a Debezium change event");
        }
    }

    private void row(EventSink events, String op, JsonScalars members, JsonScalars place,
            EventContext.Original original) throws IOException {
        StreamContracts contracts = request.routing().contractsOf(table(place)).orElse(null);
        String image = op.equals("d") ? "before" : "after";
        JsonText row = members.values().get(image);
        if (contracts == null || row == null) {
            broken(events, place, original, "/" + image, "is required");
            return;
        }
        Contract contract = contracts.latest();
        ChangeFields fields = new ChangeFields(op, place);
        if (op.equals("d") && !fields.canTellDeletes(contract)) {
            broken(events, place, original, "/op",
                    "to accept deleted rows, the contract needs a field cdc_op or cdc_deleted");
            return;
        }
        String pk = JsonScalars.of(row, readers.syntax()).texts().getOrDefault(contract.roles().pk(), "");
        String position = POSITION.stream().map(name -> name + "=" + place.texts().getOrDefault(name, ""))
                .collect(Collectors.joining("\n"));
        var about = new EventContext(null,
                new EventId(Uuids.named("cdc " + position + "\n" + op + "\n" + pk + "\n" + row.text()), false, false),
                java.util.Map.of(),
                (field, errors) -> fields.valueOf(contract, field), original);
        try (JsonParser json = row.parser(readers.syntax())) {
            JsonToken unused = json.nextToken();
            events.event(readers.of(contract), json, about);
        }
    }

    private void broken(EventSink events, JsonScalars place, EventContext.Original original, String pointer,
            String reason) {
        var about = EventContext.of(null, original);
        StreamContracts contracts = request.routing().contractsOf(table(place)).orElse(null);
        if (contracts == null) {
            events.broken(null, RejectionReason.UNKNOWN_TABLE, "/source", "no stream is assigned to the table", about);
        } else {
            events.broken(contracts.latest(), RejectionReason.CONTRACT_VIOLATION, pointer, reason, about);
        }
    }

    /** The table's name: of database, schema and table those that there are, joined by dots. */
    private static String table(JsonScalars place) {
        String table = place.texts().getOrDefault("table", place.texts().getOrDefault("collection", ""));
        return Stream.of(place.texts().get("db"), place.texts().get("schema"), table).filter(Objects::nonNull)
                .collect(Collectors.joining("."));
    }

    /** Heartbeats, begins and ends of transactions, changes of table definitions, and tombstones. */
    private static boolean speaksOfNoRow(JsonScalars members) {
        Set<String> names = members.values().keySet();
        return HEARTBEAT.containsAll(names) || names.contains("status") && names.contains("id")
                || names.contains("ddl") || names.contains("tableChanges");
    }
}
