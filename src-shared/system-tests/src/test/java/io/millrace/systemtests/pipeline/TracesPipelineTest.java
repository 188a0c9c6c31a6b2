package io.millrace.systemtests.pipeline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

import io.millrace.launcher.local.GatewayClient;
import io.millrace.launcher.local.ServiceProcess;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A request is followed from the gateway over its record to the commit of either writer, if its caller samples it. */
@Tag("process")
@OnRunningSystem
class TracesPipelineTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final String SAMPLED = "-01";
    private static final String NOT_SAMPLED = "-00";
    private static final String CALLER = "b7ad6b7169203331";
    private static final String TRACEPARENT = "traceparent";

    private final RunningSystem system;

    TracesPipelineTest(RunningSystem system) {
        this.system = system;
    }

    @Test
    void aSampledRequestIsFollowedToTheCommitOfEitherWriter() throws Exception {
        TestStream stream = system.newStream("traced");
        system.stream().kill();
        String first = newTrace();
        try {
            send(system.gatewayUrl(), stream, 0, Optional.of(context(first, SAMPLED)));
            try (FaultInjection faults = system.batchFaults()) {
                WriterProcess batch = system.startBatchOnce(faults);
                await("batch-service ends its run").atMost(SOON).until(() -> !batch.service().process().isAlive());
            }
        } finally {
            system.restartStream();
        }
        assertFollowed(stream, first, "batch-service");

        String second = newTrace();
        send(system.gatewayUrl(), stream, 1, Optional.of(context(second, SAMPLED)));
        assertFollowed(stream, second, "stream-service");
        assertEquals(List.of(recordContext(stream, first), recordContext(stream, second)), traceparents(stream));
    }

    @Test
    void aRequestThatIsNotSampledHasNoSpanAndItsRecordTheContextOfTheCaller() throws Exception {
        TestStream stream = system.newStream("unsampled");
        String trace = newTrace();
        send(system.gatewayUrl(), stream, 0, Optional.of(context(trace, NOT_SAMPLED)));
        send(system.gatewayUrl(), stream, 1, Optional.empty());
        stream.awaitMerged();

        awaitSpansOfALaterRequest();
        assertEquals(List.of(), spansOf(stream, trace));
        assertEquals(List.of(context(trace, NOT_SAMPLED), ""), traceparents(stream));
    }

    @Test
    void byDefaultNothingIsExportedAndNoHeaderIsAdded() throws Exception {
        TestStream stream = system.newStream("untraced");
        String trace = newTrace();
        try (ServiceProcess gateway = system.startUntracedGateway()) {
            gateway.awaitReady();
            send(system.untracedGatewayUrl(), stream, 0, Optional.of(context(trace, SAMPLED)));
            send(system.untracedGatewayUrl(), stream, 1, Optional.empty());
        }
        stream.awaitMerged();

        awaitSpansOfALaterRequest();
        assertEquals(List.of(), spansOf(stream, trace).stream()
                .filter(span -> span.service().equals("ingest-service")).toList());
        assertEquals(List.of(context(trace, SAMPLED), ""), traceparents(stream));
    }

    private void assertFollowed(TestStream stream, String trace, String writer) {
        String route = "POST /v1/streams/{stream}/events";
        OtlpReceiver.Exported request = awaitSpan(span -> span.trace().equals(trace) && span.name().equals(route));
        assertEquals("ingest-service", request.service());
        assertEquals(CALLER, request.parent());
        assertEquals("200", request.attributes().get("http.response.status_code"));
        OtlpReceiver.Exported send = awaitSpan(span -> span.parent().equals(request.id()));
        assertEquals("send " + stream.name(), send.name());
        assertEquals(trace, send.trace());
        OtlpReceiver.Exported merge = awaitSpan(span -> span.links().contains(send.id()));
        assertEquals(writer + " merge " + stream.name(), merge.service() + " " + merge.name());
        assertEquals("", merge.parent());
        assertNotEquals(trace, merge.trace());
        OtlpReceiver.Exported commit = awaitSpan(span -> span.parent().equals(merge.id()));
        assertEquals(writer + " commit " + stream.name(), commit.service() + " " + commit.name());
        assertEquals(List.of("merged", "1"), List.of(commit.attributes().getOrDefault("millrace.outcome", ""),
                commit.attributes().getOrDefault("millrace.rows_inserted", "")));
        assertEquals(true, commit.attributes().containsKey("millrace.table_version"));
    }

    /** Spans arrive in order of their ends, per service: those of earlier requests would be there as well. */
    private void awaitSpansOfALaterRequest() throws Exception {
        TestStream later = system.newStream("later");
        String trace = newTrace();
        send(system.gatewayUrl(), later, 0, Optional.of(context(trace, SAMPLED)));
        assertFollowed(later, trace, "stream-service");
    }

    private OtlpReceiver.Exported awaitSpan(java.util.function.Predicate<OtlpReceiver.Exported> wanted) {
        return await("the span is exported").atMost(SOON).until(
                () -> system.traces().spans().stream().filter(wanted).findFirst(), Optional::isPresent).orElseThrow();
    }

    private List<OtlpReceiver.Exported> spansOf(TestStream stream, String trace) {
        return system.traces().spans().stream()
                .filter(span -> span.trace().equals(trace) || span.name().endsWith(stream.name().value())).toList();
    }

    private String recordContext(TestStream stream, String trace) {
        return "00-" + trace + "-" + awaitSpan(span -> span.trace().equals(trace)
                && span.name().equals("send " + stream.name())).id() + SAMPLED;
    }

    private static void send(URI gateway, TestStream stream, int event, Optional<String> traceparent)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(gateway.resolve("/v1/streams/" + stream.name() + "/events"))
                .header("Content-Type", GatewayClient.JSON)
                .POST(HttpRequest.BodyPublishers.ofString(TestEvent.numbered(event, event + 1).getFirst().json()));
        traceparent.ifPresent(context -> request.header(TRACEPARENT, context));
        try (HttpClient http = HttpClient.newHttpClient()) {
            await("the gateway knows the stream").atMost(SOON).ignoreExceptions().until(
                    () -> http.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode() == 200);
        }
    }

    /** The trace contexts of the records in the topic, in the order of their times; empty for a record without one. */
    private List<String> traceparents(TestStream stream) {
        Map<Long, String> contexts = new TreeMap<>();
        try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", system.stack().bootstrapServers()),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(stream.name().topic()).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long wanted = stream.ends().values().stream().mapToLong(end -> end).sum();
            await("all records are read").atMost(SOON).until(() -> {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    contexts.put(record.timestamp(), traceparent(record));
                }
                return contexts.size() == wanted;
            });
        }
        return List.copyOf(contexts.values());
    }

    private static String traceparent(ConsumerRecord<byte[], byte[]> record) {
        return Stream.of(record.headers().toArray()).filter(header -> header.key().equals(TRACEPARENT))
                .map(Header::value).map(value -> new String(Objects.requireNonNull(value), StandardCharsets.UTF_8))
                .reduce((one, other) -> one + " " + other).orElse("");
    }

    private static String newTrace() {
        return "%016x%016x".formatted(ThreadLocalRandom.current().nextLong() | 1, 1);
    }

    private static String context(String trace, String flags) {
        return "00-" + trace + "-" + CALLER + flags;
    }
}
