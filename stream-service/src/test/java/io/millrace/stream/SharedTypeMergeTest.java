package io.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

import jakarta.inject.Inject;

import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.registry.ApicurioContractRegistry;
import io.millrace.contracts.registry.ContractRegistry;
import io.millrace.contracts.registry.StreamProvisioner;
import io.millrace.contracts.registry.TypeProvisioner;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.TypeName;
import io.millrace.landing.testing.VisitStream;
import io.millrace.stream.config.StreamServiceConfig;
import io.millrace.table.TableReader;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stream whose contract names a record and an enum in the registry, before and after the record has a new field. */
@QuarkusTest
class SharedTypeMergeTest {
    private static final String NAMESPACE = "t" + UUID.randomUUID().toString().replace("-", "");
    private static final String KIND = """
            {"type": "enum", "name": "Kind", "namespace": "%s", "symbols": ["LAND", "SEA"]}""".formatted(NAMESPACE);
    private static final String CONTRACT = """
            {"type": "record", "name": "Call", "millrace": {"region": null}, "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "region", "type": "%1$s.Region"},
              {"name": "kind", "type": "%1$s.Kind"}]}""".formatted(NAMESPACE);

    @Inject
    Admin admin;

    @Inject
    StreamServiceConfig config;

    private VisitStream calls;
    private ContractRegistry registry;

    @BeforeEach
    void open() {
        calls = new VisitStream(config, admin, 1);
        registry = new ApicurioContractRegistry(config.registry().url(), Duration.ofMinutes(1));
    }

    @Test
    void eventsFromBeforeAndAfterANewVersionOfATypeAreInTheTable() throws Exception {
        // given an event of the first version in the table
        type("Kind", KIND);
        type("Region", region(""));
        Contract first = contract();
        send(first, "old", Map.of("country", "de"));
        calls.awaitRows(1);
        // when the record has another field, and the same contract is bound to it
        type("Region", region(", {\"name\": \"city\", \"type\": \"string\", \"default\": \"?\"}"));
        Contract second = contract();
        send(second, "new", Map.of("country", "fr", "city", "Brest"));
        calls.awaitRows(2);
        // then
        assertNotEquals(first.contentId(), second.contentId());
        Map<Object, String> rows = new TreeMap<>();
        try (TableReader reader = calls.open()) {
            reader.rows(Long.MAX_VALUE, row -> {
                Map<?, ?> region = (Map<?, ?>) Objects.requireNonNull(row.get("region"));
                rows.put(row.get("event_id"),
                        region.get("country") + " " + region.get("city") + " " + region.get("kind")
                                + " " + row.get("kind") + " " + row.get("_schema_id"));
            });
        }
        assertEquals(Map.of("old", "de null SEA LAND " + first.contentId(), "new",
                "fr Brest SEA LAND " + second.contentId()), rows);
    }

    private void type(String name, String avsc) {
        var unused = new TypeProvisioner(registry.types()).provision(new TypeName(NAMESPACE + "." + name), avsc);
    }

    private static String region(String more) {
        return """
                {"type": "record", "name": "Region", "namespace": "%s", "fields": [
                  {"name": "country", "type": "string"}, {"name": "kind", "type": "Kind"}%s]}"""
                .formatted(NAMESPACE, more);
    }

    private Contract contract() {
        return new StreamProvisioner(registry, admin, new StreamProvisioner.TopicSettings(1, (short) 1, 1))
                .provision(calls.name(), CONTRACT);
    }

    private void send(Contract contract, String id, Map<String, String> region) throws Exception {
        GenericRecord sent = new GenericData.Record(contract.schema().getField("region").schema());
        region.forEach(sent::put);
        sent.put("kind", new GenericData.EnumSymbol(sent.getSchema().getField("kind").schema(), "SEA"));
        var event = new GenericRecordBuilder(contract.schema()).set("pk", "p").set("event_id", id)
                .set("event_time", 1_767_225_600_000_000L).set("region", sent)
                .set("kind", new GenericData.EnumSymbol(contract.schema().getField("kind").schema(), "LAND")).build();
        try (KafkaProducer<byte[], byte[]> producer = calls.producer()) {
            producer.send(new ProducerRecord<>(calls.name().topic(), VisitStream.bytes("p"),
                    RecordCodec.encode(contract, event))).get();
        }
    }
}
