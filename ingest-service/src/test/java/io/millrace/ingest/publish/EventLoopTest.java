package io.millrace.ingest.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;

import jakarta.inject.Inject;

import io.millrace.ingest.metrics.IngestMetrics;
import io.millrace.ingest.testing.TestContracts;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.Config;
import io.vertx.core.Context;
import org.junit.jupiter.api.Test;

/** On which threads a request's events are handed to the producer, which waits for what it does not know. */
@QuarkusTest
class EventLoopTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private record Sent(boolean topicIsKnown, boolean onEventLoop) {}

    /** The publisher as it is, knowing no topic yet, and watched. */
    private static final class Watched extends EventPublisher {
        private final List<Sent> sent = new CopyOnWriteArrayList<>();

        Watched(SharedProducer shared, PublishBreaker breaker, Clock clock, IngestMetrics metrics,
                ScheduledExecutorService executor) {
            super(shared, breaker, clock, metrics, executor);
        }

        @Override
        public Publication publish(EventBatch batch, Duration ackTimeout) {
            sent.add(new Sent(!waitsForMetadata(batch), Context.isOnEventLoopThread()));
            return super.publish(batch, ackTimeout);
        }
    }

    @Inject
    SharedProducer shared;
    @Inject
    PublishBreaker breaker;
    @Inject
    Clock clock;
    @Inject
    IngestMetrics metrics;
    @Inject
    ScheduledExecutorService executor;

    @Test
    void firstEventOfATopicIsHandedToAWorkerAndThoseAfterItAreNot() throws Exception {
        Watched watched = new Watched(shared, breaker, clock, metrics, executor);
        QuarkusMock.installMockForType(watched, EventPublisher.class);
        try (HttpClient client = HttpClient.newHttpClient()) {
            storeOne(client);
            storeOne(client);
        }

        assertFalse(watched.sent.getFirst().topicIsKnown());
        assertTrue(watched.sent.getLast().topicIsKnown());
        for (Sent one : watched.sent) {
            assertEquals(one.topicIsKnown(), one.onEventLoop(), watched.sent.toString());
        }
    }

    private static void storeOne(HttpClient client) throws Exception {
        URI events = URI.create(Config.get().getValue("test.url", String.class)).resolve(
                "/v1/streams/earthquake/events");
        HttpRequest request = HttpRequest.newBuilder(events).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(TestContracts.earthquake("loop", "loop@1"))).build();
        long start = System.nanoTime();
        while (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() != 200) {
            assertTrue(System.nanoTime() - start < LIMIT.toNanos(), "Kafka does not take events");
        }
    }
}
