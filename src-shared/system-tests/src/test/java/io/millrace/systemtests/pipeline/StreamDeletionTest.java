package io.millrace.systemtests.pipeline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.millrace.contracts.registry.ApicurioContractRegistry;
import io.millrace.contracts.registry.StreamState;
import io.millrace.contracts.schema.StreamName;
import io.millrace.launcher.local.GatewayClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A stream is deleted while everything runs and batch-service is killed at each step; then it is created again. */
@Tag("process")
@Tag("slow")
@OnRunningSystem
class StreamDeletionTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final RunningSystem system;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ApicurioContractRegistry registry;

    StreamDeletionTest(RunningSystem system) {
        this.system = system;
        this.registry = new ApicurioContractRegistry(system.stack().registryUrl());
    }

    @Test
    void deletedStreamLeavesNothingWhereverTheBatchWriterIsKilledAndStartsEmpty() throws Exception {
        // given a table, a dead letter, and an event that is accepted and not merged
        TestStream stream = system.newStream("deleted");
        stream.send(TestEvent.numbered(0, 50));
        stream.awaitMerged();
        runBatch();
        stream.assertBronze(stream.ends());
        String topic = topicId(stream.name());
        // when
        HttpResponse<String> answer = call("DELETE", stream.name(), "?data=delete", "");
        assertEquals(202, answer.statusCode(), answer.body());
        await("stream-service closes the stream").atMost(SOON)
                .until(() -> !system.stream().linesWith("Merging of stream " + stream.name() + " ends").isEmpty());
        for (InjectedFault step : List.of(InjectedFault.HOLD_BEFORE_TOPICS, InjectedFault.HOLD_BEFORE_TABLE,
                InjectedFault.HOLD_AFTER_LOG,
                InjectedFault.HOLD_BEFORE_RECORD)) {
            killAt(step, stream.name());
            assertTrue(registry.state(stream.name()) instanceof StreamState.Deleting, step::toString);
        }
        runBatchUntil(stream.name(), new StreamState.Deleted(0));
        // then
        assertFalse(Files.exists(stream.table().path()), "the folder of the table");
        assertFalse(Files.exists(stream.bronze().path()), "the folder of the bronze table");
        assertFalse(topics().contains(stream.name().topic()));
        assertFalse(topics().contains(stream.name().deadLetterTopic()));
        await("the gateway knows the stream no more").atMost(SOON)
                .until(() -> call("GET", stream.name(), "", "").statusCode() == 404);
        // and no client of a service has made the topics again: this broker makes a topic for who asks for one
        send(system.newStream("beside"), 0, 10);
        assertFalse(topics().contains(stream.name().topic()), "the topic came back");

        // when it is created again, with a contract that is no step from the one before
        HttpResponse<String> created = call("PUT", stream.name(), "?partitions=2",
                TestStream.CONTRACT.replace("\"region\", \"type\": \"string\"",
                        "\"region\", \"type\": [\"null\", \"string\"], \"default\": null"));
        assertEquals(201, created.statusCode(), created.body());
        stream.send(TestEvent.numbered(100, 130));
        stream.awaitMerged();
        // then
        assertFalse(topic.equals(topicId(stream.name())));
        stream.assertExactly(TestEvent.numbered(100, 130));
        assertEquals(new StreamState.Active(1), registry.state(stream.name()));
    }

    @Test
    void keptStreamHasEveryAcceptedEventInItsTableAndGoesOnThere() throws Exception {
        // given events that stream-service has not merged when the deletion is asked for
        TestStream stream = system.newStream("kept");
        stream.send(TestEvent.numbered(0, 50));
        stream.awaitMerged();
        WriterProcess writer = system.stream();
        writer.faults().arm(InjectedFault.HOLD_BEFORE_COMMIT, stream.name());
        stream.send(TestEvent.numbered(50, 90));
        try (var held = writer.awaitHit(InjectedFault.HOLD_BEFORE_COMMIT)) {
            // when
            HttpResponse<String> answer = call("DELETE", stream.name(), "?data=keep", "");
            assertEquals(202, answer.statusCode(), answer.body());
            writer.kill();
        }
        assertEquals(409,
                call("POST", stream.name(), "/events", TestEvent.lines(TestEvent.numbered(90, 91))).statusCode());
        system.restartStream();
        killAt(InjectedFault.HOLD_BEFORE_COMMIT, stream.name());
        killAt(InjectedFault.HOLD_BEFORE_RECORD, stream.name());
        runBatchUntil(stream.name(), new StreamState.Kept(0));
        // then
        stream.assertExactly(TestEvent.numbered(0, 90));
        await("the gateway knows the stream no more").atMost(SOON)
                .until(() -> call("GET", stream.name(), "", "").statusCode() == 404);
        assertEquals(409, call("PUT", stream.name(), "", TestStream.CONTRACT.replace("\"region\", \"type\": \"string\"",
                "\"region\", \"type\": [\"null\", \"string\"], \"default\": null")).statusCode());

        // when
        HttpResponse<String> restored = call("PUT", stream.name(), "", TestStream.CONTRACT);
        assertEquals(201, restored.statusCode(), restored.body());
        stream.send(TestEvent.numbered(80, 120));
        stream.awaitMerged();
        // then
        stream.assertExactly(TestEvent.numbered(0, 120));
    }

    @Test
    void entryThatIsTakenOutOfTheRegistryByHandDeletesNothing() {
        TestStream stream = system.newStream("by-hand");
        stream.send(TestEvent.numbered(0, 20));
        stream.awaitMerged();
        registry.disableVersions(stream.name());
        runBatch();
        stream.send(TestEvent.numbered(20, 40));
        stream.awaitMerged();
        stream.assertExactly(TestEvent.numbered(0, 40));
    }

    private void killAt(InjectedFault step, StreamName stream) throws Exception {
        try (FaultInjection faults = system.batchFaults()) {
            faults.arm(step, stream);
            for (int runs = 0; runs < 3; runs++) {
                WriterProcess batch = system.startBatchOnce(faults);
                try (var held = faults.awaitHitOrEnd(step, batch.service().process())) {
                    if (held != null) {
                        batch.kill();
                        return;
                    }
                }
            }
            throw new AssertionError("No run came to the place of " + step);
        }
    }

    private void runBatch() {
        try (FaultInjection faults = system.batchFaults()) {
            WriterProcess batch = system.startBatchOnce(faults);
            await("batch-service ends its run").atMost(SOON).until(() -> !batch.service().process().isAlive());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void runBatchUntil(StreamName stream, StreamState state) {
        for (int runs = 0; runs < 4 && !registry.state(stream).equals(state); runs++) {
            runBatch();
        }
        assertEquals(state, registry.state(stream));
    }

    private static void send(TestStream stream, int from, int until) {
        stream.send(TestEvent.numbered(from, until));
        stream.awaitMerged();
        stream.assertExactly(TestEvent.numbered(from, until));
    }

    private Set<String> topics() throws Exception {
        return system.admin().listTopics().names().get();
    }

    private String topicId(StreamName stream) throws Exception {
        return system.admin().describeTopics(List.of(stream.topic())).allTopicNames().get().values().iterator().next()
                .topicId().toString();
    }

    private HttpResponse<String> call(String method, StreamName stream, String rest, String body) {
        URI uri = system.gatewayUrl().resolve("/v1/streams/" + stream + rest);
        try {
            return http.send(
                    HttpRequest.newBuilder(uri)
                            .header("Content-Type", method.equals("POST") ? GatewayClient.NDJSON : GatewayClient.JSON)
                            .method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
