package io.millrace.contracts.record;

import static io.millrace.contracts.testing.Avsc.field;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.millrace.contracts.registry.ApicurioContractRegistry;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.ContractRegistry;
import io.millrace.contracts.registry.RegistryUnavailableException;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.testing.Avsc;
import io.millrace.contracts.testing.Records;
import io.millrace.contracts.testing.RunningStack;
import io.millrace.devstack.DevStack;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Other people read and write our topics with Apicurio's own serde, and our registry client meets the real registry. */
@Tag("process")
@ExtendWith(RunningStack.class)
class ApicurioSerdeTest {
    private static final String FIRST = Avsc.of(field("s", "['null', 'string']", "null"), field("b", "'bytes'"),
            field("a", "{'type': 'array', 'items': 'int'}"), field("m", "{'type': 'map', 'values': 'string'}"),
            field("e", "{'type': 'enum', 'name': 'E', 'symbols': ['A', 'B']}"),
            field("f", "{'type': 'fixed', 'name': 'F', 'size': 2}"),
            field("r", "{'type': 'record', 'name': 'R', 'fields': [" + field("x", "'double'") + "]}"));
    private static final String SECOND = FIRST.replace("]}}]}", "]}}, " + field("z", "'int'", "26") + "]}");

    private final StreamName stream = new StreamName("s-" + java.util.UUID.randomUUID());
    private final String url;
    private final ContractRegistry registry;
    private final ContractCatalog catalog;

    ApicurioSerdeTest(DevStack stack) {
        url = stack.registryUrl();
        registry = new ApicurioContractRegistry(url);
        catalog = new ContractCatalog(registry);
    }

    @Test
    void apicuriosDeserializerReadsWhatWeWrite() {
        // given
        Contract contract = register(FIRST);
        GenericRecord event = event(contract);
        try (var deserializer = new AvroKafkaDeserializer<GenericRecord>()) {
            deserializer.configure(Map.of("apicurio.registry.url", url), false);
            // when
            GenericRecord read = deserializer.deserialize(stream.topic(), RecordCodec.encode(contract, event));
            // then
            assertEquals(event, read);
        }
    }

    @Test
    void weReadWhatApicuriosSerializerWrites() {
        // given
        Contract contract = register(FIRST);
        GenericRecord event = event(contract);
        try (var serializer = new AvroKafkaSerializer<GenericRecord>()) {
            serializer.configure(Map.of("apicurio.registry.url", url, "apicurio.registry.artifact.group-id",
                    ApicurioContractRegistry.GROUP, "apicurio.registry.artifact.artifact-id", stream.value(),
                    "apicurio.registry.find-latest", true, "apicurio.registry.auto-register", false), false);
            // when
            byte[] value = serializer.serialize(stream.topic(), event);
            // then
            assertArrayEquals(RecordCodec.encode(contract, event), value);
            var decoded = new RecordDecoder(catalog).decode(stream, Records.record("p", value));
            assertEquals(event, assertInstanceOf(Decoded.Event.class, decoded).event().event());
        }
    }

    @Test
    void versionsComeBackInOrderWithTheIdsThatTheRegistryGave() {
        // given
        assertEquals(List.of(), registry.versions(stream));
        Contract first = register(FIRST);
        Contract second = register(SECOND);
        // when
        var versions = registry.versions(stream);
        // then
        assertTrue(registry.streams().containsKey(stream));
        assertEquals(List.of(1, 2), versions.stream().map(v -> v.version()).toList());
        assertEquals(List.of(first.contentId(), second.contentId()),
                versions.stream().map(v -> v.contentId()).toList());
        assertEquals(second.schema(), catalog.refresh(stream).orElseThrow().latest().schema());
    }

    @Test
    void registryRefusesAnIncompatibleVersionOnItsOwn() {
        // given
        register(FIRST);
        // when
        var thrown = assertThrows(RegistryUnavailableException.class,
                () -> registry.register(stream, Avsc.of(field("new", "'int'"))));
        // then
        assertTrue(String.valueOf(thrown.getMessage()).contains("HTTP 4"), thrown::getMessage);
        assertEquals(1, registry.versions(stream).size());
    }

    private Contract register(String avsc) {
        var registered = registry.register(stream, avsc);
        return ContractParser.parse(stream, registered.version(), registered.contentId(), avsc);
    }

    private static GenericRecord event(Contract contract) {
        var schema = contract.schema();
        return new GenericRecordBuilder(schema).set("pk", new Utf8("p")).set("event_id", new Utf8("e"))
                .set("event_time", 5L).set("s", new Utf8("gr\u00fcn")).set("b", ByteBuffer.wrap(new byte[]{0, -1}))
                .set("a", new GenericData.Array<>(schema.getField("a").schema(), Arrays.asList(1, -1)))
                .set("m", Map.of(new Utf8("k"), new Utf8("v")))
                .set("e", new GenericData.EnumSymbol(schema.getField("e").schema(), "B"))
                .set("f", new GenericData.Fixed(schema.getField("f").schema(),
                        "ab".getBytes(StandardCharsets.US_ASCII)))
                .set("r", new GenericRecordBuilder(schema.getField("r").schema()).set("x", 0.5).build()).build();
    }
}
