package io.millrace.landing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.testing.FakeRegistry;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.landing.tracing.MergeTracing;
import io.millrace.table.EventTable;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.OffsetRange;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A merge of records of sampled requests has a span that links to them, and in it one of the commit. */
class TracedMergeTest {
    private static final StreamName VISITS = new StreamName("visits");
    private static final String TOPIC = "AAAAAAAAAAAAAAAAAAAAAA";
    private static final String AVSC = """
            {"type": "record", "name": "Visit", "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}}]}""";
    private static final Contract CONTRACT = ContractParser.parse(VISITS, 1, 101, AVSC);
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @TempDir
    private Path folder;

    private final List<SpanData> spans = new CopyOnWriteArrayList<>();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(new Collecting(spans))).build();
    private final MockProducer<byte[], byte[]> letters = new MockProducer<>(true, null, new ByteArraySerializer(),
            new ByteArraySerializer());
    private EventTable table;
    private RecordLander lander;

    private record Collecting(List<SpanData> spans) implements SpanExporter {
        @Override
        public CompletableResultCode export(java.util.Collection<SpanData> ended) {
            spans.addAll(ended);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    private record Telemetry(TracerProvider provider) implements OpenTelemetry {
        @Override
        public TracerProvider getTracerProvider() {
            return provider;
        }

        @Override
        public ContextPropagators getPropagators() {
            return ContextPropagators.noop();
        }
    }

    @BeforeEach
    void open() {
        FakeRegistry registry = new FakeRegistry();
        registry.register(VISITS, AVSC);
        ContractCatalog catalog = new ContractCatalog(registry);
        var unused = catalog.refresh();
        table = EventTables.open(folder.resolve("visits"), ContractTable.shape(CONTRACT),
                new WriterOptions("stream", CONTRACT.dedupHorizon(), 1 << 20));
        lander = new RecordLander(VISITS, catalog, new DeadLetterTopic(letters), table, "stream",
                new DecodedMemory(1 << 20), new MergeTracing(new Telemetry(provider)));
    }

    @AfterEach
    void close() {
        lander.close();
        table.close();
        provider.close();
    }

    @Test
    void theMergeLinksToTheRequestsAndTheCommitIsPartOfIt() {
        land(record(0, "01"), record(1, "01"), record(2, "00"));

        SpanData commit = spans.get(0);
        SpanData merge = spans.get(1);
        assertEquals("merge visits", merge.getName());
        assertEquals(SpanKind.CONSUMER, merge.getKind());
        assertEquals("0000000000000000", merge.getParentSpanId());
        assertEquals(List.of(spanId(0), spanId(1)), linked(merge));
        assertEquals(List.of(TRACE, TRACE), merge.getLinks().stream().map(l -> l.getSpanContext().getTraceId())
                .toList());
        assertEquals(3, number(merge, "messaging.batch.message_count"));
        assertEquals(0, number(merge, "millrace.dead_letters"));
        assertEquals("commit visits", commit.getName());
        assertEquals(merge.getSpanId(), commit.getParentSpanId());
        assertEquals(merge.getTraceId(), commit.getTraceId());
        assertEquals(3, number(commit, "millrace.rows_inserted"));
        assertEquals(table.status().version(), number(commit, "millrace.table_version"));
    }

    @Test
    void aMergeWithoutARecordOfASampledRequestHasNoSpan() {
        land(record(0, "00"), VisitRecords.record(CONTRACT, 1));

        assertEquals(List.of(), spans);
    }

    @Test
    void theNextMicroBatchHasLinksOfItsOwn() {
        land(record(0, "01"));
        land(record(1, "01"));

        assertEquals(List.of(List.of(spanId(0)), List.of(), List.of(spanId(1))),
                List.of(linked(spans.get(1)), linked(spans.get(2)), linked(spans.get(3))));
    }

    @Test
    void eachAttemptHasASpanAndAFailureIsAnError() {
        ConsumerRecord<byte[], byte[]> poison = record(0, "01");
        poison.value()[0] = 1;
        letters.sendException = new IllegalStateException("injected");
        assertThrows(DeadLetterTopic.DeadLetterFailedException.class, () -> land(poison));
        letters.sendException = null;
        lander.land(partitions -> Map.of(0, 0L));

        assertEquals(List.of("merge visits", "commit visits", "merge visits"),
                spans.stream().map(SpanData::getName).toList());
        assertEquals(StatusCode.ERROR, spans.get(0).getStatus().getStatusCode());
        assertEquals(StatusCode.UNSET, spans.get(2).getStatus().getStatusCode());
        assertEquals(List.of(spanId(0)), linked(spans.get(2)));
        assertEquals(1, number(spans.get(2), "millrace.dead_letters"));
    }

    @SafeVarargs
    private void land(ConsumerRecord<byte[], byte[]>... records) {
        long first = records[0].offset();
        var left = lander.add(TOPIC, new UnlandedRecords(List.of(records),
                Map.of(0, new OffsetRange(first, first + records.length))));
        assertEquals(0, left.records().size());
        lander.land(partitions -> Map.of(0, 0L));
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, String flags) {
        ConsumerRecord<byte[], byte[]> record = VisitRecords.record(CONTRACT, offset);
        EventHeaders.add(record.headers(), EventHeaders.TRACEPARENT,
                "00-" + TRACE + "-" + spanId(offset) + "-" + flags);
        return record;
    }

    private static String spanId(long offset) {
        return "%016x".formatted(offset + 1);
    }

    private static List<String> linked(SpanData span) {
        return span.getLinks().stream().map(LinkData::getSpanContext).map(c -> c.getSpanId()).toList();
    }

    private static long number(SpanData span, String attribute) {
        return Optional.ofNullable(span.getAttributes().get(AttributeKey.longKey(attribute))).orElseThrow();
    }
}
