package io.millrace.contracts.registry;

import static io.millrace.contracts.testing.Avsc.field;
import static io.millrace.contracts.testing.Avsc.json;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.millrace.contracts.record.Decoded;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.record.RecordDecoder;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractException;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.schema.TypeName;
import io.millrace.contracts.schema.TypeReference;
import io.millrace.contracts.testing.Avsc;
import io.millrace.contracts.testing.Records;
import io.millrace.contracts.testing.RunningStack;
import io.millrace.contracts.type.SharedType;
import io.millrace.contracts.type.TypeParser;
import io.millrace.devstack.DevStack;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.util.Utf8;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Contracts that name shared types, in the real registry; each test has a namespace of its own. */
@Tag("process")
@ExtendWith(RunningStack.class)
class SharedTypesTest {
    private final String namespace = "t" + UUID.randomUUID().toString().replace("-", "");
    private final StreamName stream = new StreamName("s-" + UUID.randomUUID());
    private final String url;
    private final Admin admin;
    private final ContractRegistry registry;
    private final StreamProvisioner provisioner;

    SharedTypesTest(DevStack stack) {
        url = stack.registryUrl();
        admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()));
        registry = new ApicurioContractRegistry(url);
        provisioner = new StreamProvisioner(registry, admin, new StreamProvisioner.TopicSettings(1, (short) 1, 1));
    }

    @AfterEach
    void close() {
        admin.close(Duration.ZERO);
    }

    @Test
    void contractIsReadWithTheDefinitionsOfItsTypesAndTheirVersions() {
        // given a record that names an enum
        type("Kind", kind());
        type("Region", region(""));
        // when
        Contract made = provisioner.provision(stream, contract());
        // then
        Contract read = latest();
        assertEquals(made, read);
        assertEquals(List.of(namespace + ".Region/1", namespace + ".Kind/1"), versions(read));
        assertTrue(registry.types().names().containsAll(List.of(name("Kind"), name("Region"))));
    }

    @Test
    void sameTextIsBoundToANewVersionOfATypeAndOldEventsAreStillRead() {
        // given
        type("Kind", kind());
        type("Region", region(""));
        Contract first = provisioner.provision(stream, contract());
        byte[] old = RecordCodec.encode(first, event(first));
        // when the type has a new version
        type("Region", region(", " + field("city", "'string'", "'?'")));
        assertEquals(first, latest(), "a new version of a type changes no contract by itself");
        Contract second = provisioner.provision(stream, contract());
        // then
        assertEquals(2, second.version());
        assertNotEquals(first.contentId(), second.contentId());
        assertEquals(List.of(namespace + ".Region/2", namespace + ".Kind/1"), versions(second));
        assertEquals(second, provisioner.provision(stream, contract()), "and bound once");
        ContractCatalog catalog = new ContractCatalog(registry);
        catalog.refresh(stream);
        var decoded = assertInstanceOf(Decoded.Event.class,
                new RecordDecoder(catalog).decode(stream, Records.record("p", old)));
        GenericRecord region = (GenericRecord) decoded.event().event().get("region");
        assertEquals(new Utf8("?"), region.get("city"));
        assertEquals(first.contentId(), decoded.event().writtenWith());
    }

    @Test
    void apicuriosSerdeReadsAndWritesEventsOfSuchAContract() {
        // given
        type("Kind", kind());
        type("Region", region(""));
        Contract contract = provisioner.provision(stream, contract());
        GenericRecord event = event(contract);
        byte[] value = RecordCodec.encode(contract, event);
        try (var deserializer = new AvroKafkaDeserializer<GenericRecord>();
                var serializer = new AvroKafkaSerializer<GenericRecord>()) {
            deserializer.configure(Map.of("apicurio.registry.url", url), false);
            serializer.configure(Map.of("apicurio.registry.url", url, "apicurio.registry.artifact.group-id",
                    ApicurioContractRegistry.GROUP, "apicurio.registry.artifact.artifact-id", stream.value(),
                    "apicurio.registry.find-latest", true, "apicurio.registry.auto-register", false), false);
            // when, then
            assertEquals(event, deserializer.deserialize(stream.topic(), value));
            assertArrayEquals(value, serializer.serialize(stream.topic(), event));
        }
    }

    @Test
    void contractThatDefinedATypeItselfMayNameItInsteadButNotTheOtherWayRound() {
        // given
        String kind = kind();
        String inline = Avsc.of(field("kind", kind));
        String named = Avsc.of(field("kind", "'" + namespace + ".Kind'"));
        provisioner.provision(stream, inline);
        type("Kind", kind);
        // when
        Contract bound = provisioner.provision(stream, named);
        // then
        assertEquals(2, bound.version());
        assertEquals(List.of(namespace + ".Kind/1"), versions(bound));
        assertEquals(bound, provisioner.provision(stream, inline), "the schema as its readers get it");
        var refused = assertThrows(ContractException.class, () -> provisioner.provision(stream,
                Avsc.of(field("kind", kind), field("more", "'int'", "0"))));
        assertEquals("/fields/kind", refused.problems().getFirst().pointer());
        assertEquals(2, registry.versions(stream).size());
        assertEquals(3, provisioner.provision(stream, Avsc.of(field("kind", "'" + namespace + ".Kind'"),
                field("more", "'int'", "0"))).version());
    }

    @Test
    void unknownTypeIsRefusedBeforeAnythingIsMade() throws Exception {
        assertThrows(ContractException.class, () -> provisioner.provision(stream, contract()));

        assertEquals(List.of(), registry.versions(stream));
        assertFalse(admin.listTopics().names().get().contains(stream.topic()));
    }

    @Test
    void referenceToATypeThatIsNotThereRefusesThatVersionAlone() {
        // given a version that another client registered
        type("Kind", kind());
        String named = Avsc.of(field("kind", "'" + namespace + ".Kind'"));
        registry.register(stream, named, List.of(new TypeReference(name("Kind"), "7")));
        // when
        ContractCatalog catalog = new ContractCatalog(registry);
        catalog.refresh(stream);
        // then
        assertTrue(String.valueOf(catalog.refused().get(stream)).contains("Undefined schema"),
                catalog.refused()::toString);
    }

    @Test
    void typesInACircleAreNotUsed() {
        // given two types, each with a reference to the other, as another client may register them
        registry.types().register(part("A", part("B")), record("A", "B"));
        registry.types().register(part("B", part("A")), record("B", "A"));
        // when, then
        assertTrue(registry.types().newest(name("A")).isEmpty());
        assertThrows(ContractException.class,
                () -> provisioner.provision(stream, Avsc.of(field("a", "'" + namespace + ".A'"))));
    }

    @Test
    void typeThatCannotBeUsedRefusesTheContractAlone() {
        // given a type with roles, as another client may register it
        registry.types().register(part("Kind"), kind().replace("\"enum\"", "\"enum\", \"millrace\": {}"));
        registry.register(stream, Avsc.of(field("kind", "'" + namespace + ".Kind'")),
                List.of(new TypeReference(name("Kind"), "1")));
        ContractCatalog catalog = new ContractCatalog(registry);
        // when
        var found = catalog.refresh(stream);
        // then
        assertTrue(found.isEmpty());
        assertTrue(catalog.refused().containsKey(stream));
    }

    private SharedType part(String simple, SharedType... parts) {
        return new SharedType(new TypeReference(name(simple), "1"), Schema.create(Schema.Type.INT), List.of(parts));
    }

    private String record(String simple, String other) {
        return json("{'type': 'record', 'name': '" + simple + "', 'namespace': '" + namespace + "', 'fields': ["
                + field("other", "['null', '" + other + "']", "null") + "]}");
    }

    private Contract latest() {
        return StreamContracts.of(stream, registry.versions(stream)).orElseThrow().latest();
    }

    private static List<String> versions(Contract contract) {
        return contract.types().stream().map(TypeReference::toString).toList();
    }

    private TypeName name(String simple) {
        return new TypeName(namespace + "." + simple);
    }

    private SharedType type(String simple, String avsc) {
        SharedType offered = TypeParser.parse(new TypeReference(name(simple), ""), avsc, registry.types()::newest);
        SharedType made = registry.types().register(offered, avsc);
        assertEquals(made, registry.types().newest(name(simple)).orElseThrow());
        return made;
    }

    private String kind() {
        return json("{'type': 'enum', 'name': 'Kind', 'namespace': '" + namespace + "', 'symbols': ['LAND', 'SEA']}");
    }

    private String region(String more) {
        return json("{'type': 'record', 'name': 'Region', 'namespace': '" + namespace + "', 'fields': ["
                + field("code", "'string'") + ", " + field("kind", "'Kind'") + more + "]}");
    }

    private String contract() {
        return Avsc.with("'region': null", field("region", "'" + namespace + ".Region'"));
    }

    private static GenericRecord event(Contract contract) {
        var region = contract.schema().getField("region").schema();
        return new GenericRecordBuilder(contract.schema()).set("pk", new Utf8("p")).set("event_id", new Utf8("e"))
                .set("event_time", 5L)
                .set("region", new GenericRecordBuilder(region).set("code", new Utf8("de"))
                        .set("kind", new GenericData.EnumSymbol(region.getField("kind").schema(), "SEA")).build())
                .build();
    }
}
