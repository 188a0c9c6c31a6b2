package io.millrace.landing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.testing.FakeRegistry;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.landing.metrics.LandingMetrics;
import io.millrace.table.EventTable;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatenessTest {
    private static final StreamName VISITS = new StreamName("visits");
    private static final long ACCEPTED = Duration.ofDays(20_000).toMillis();
    private static final String AVSC = """
            {"type": "record", "name": "Visit", "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-%s"}}
            ]}""";
    private static final List<Duration> TIMES = List.of(Duration.ofDays(-3), Duration.ZERO, Duration.ofHours(1),
            Duration.ofHours(1).plusMillis(1), Duration.ofDays(1), Duration.ofDays(1).plusMillis(1), Duration.ofDays(7),
            Duration.ofDays(7).plusMillis(1), Duration.ofDays(900), Duration.ofDays(9_000));

    @TempDir
    private Path folder;

    /** Lands an event for each lateness. */
    private LandingResult land(String unit, List<Duration> late) {
        FakeRegistry registry = new FakeRegistry();
        registry.register(VISITS, AVSC.formatted(unit));
        ContractCatalog catalog = new ContractCatalog(registry);
        var unused = catalog.refresh();
        Contract contract = ContractParser.parse(VISITS, 1, 101, AVSC.formatted(unit));
        long perMilli = unit.equals("micros") ? TimeUnit.MILLISECONDS.toMicros(1) : 1;
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < late.size(); i++) {
            var event = new GenericRecordBuilder(contract.schema()).set("pk", "pk").set("event_id", "e" + i)
                    .set("event_time", (ACCEPTED - late.get(i).toMillis()) * perMilli).build();
            ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(VISITS.topic(), 0, i,
                    "pk".getBytes(StandardCharsets.UTF_8), RecordCodec.encode(contract, event));
            EventHeaders.add(record.headers(), EventHeaders.INGESTED_AT,
                    Long.toString(TimeUnit.MILLISECONDS.toMicros(ACCEPTED)));
            records.add(record);
        }
        try (EventTable table = EventTables.open(folder, ContractTable.shape(contract),
                new WriterOptions("stream", contract.dedupHorizon(), 1 << 20));
                RecordLander lander = new RecordLander(VISITS, catalog,
                        new DeadLetterTopic(new MockProducer<>(true, null, new ByteArraySerializer(),
                                new ByteArraySerializer())),
                        table, "stream", new DecodedMemory(1 << 20))) {
            lander.add("topic", new UnlandedRecords(records, Map.of(0, new OffsetRange(0, late.size()))));
            return lander.land(partitions -> Map.of());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"micros", "millis"})
    void eachEventCountsAtTheLowestLimitThatItKeeps(String unit) {
        assertEquals(new Lateness(3, 2, 2, 3), land(unit, TIMES).lateness());
    }

    @Test
    void latenessIsAMetricOfTheStream() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        new LandingMetrics(meters).landed(VISITS, land("micros", TIMES));

        List<Double> counts = new ArrayList<>();
        for (String limit : List.of("1h", "1d", "7d", "older")) {
            counts.add(meters.get("millrace.events.lateness").tag("stream", "visits").tag("up_to", limit).counter()
                    .count());
        }
        assertEquals(List.of(3.0, 2.0, 2.0, 3.0), counts);
    }
}
