package io.millrace.ingest.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import io.millrace.contracts.record.CorrelationId;
import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.record.QuarantineHeaders;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.outcome.BatchOutcome;
import io.millrace.ingest.outcome.EventOutcome;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;

class BatchSendTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    /** Of a producer that has no such metric: as much as is wanted. */
    private static final ProducerMemory ROOM = new ProducerMemory(new FullProducer(1));

    /** A producer that takes a number of records and then behaves like one that cannot reach Kafka. */
    private static final class FullProducer extends MockProducer<String, byte[]> {
        private final int room;
        private int refusals;

        FullProducer(int room) {
            this(room, Integer.MAX_VALUE);
        }

        /** With room again after a number of refusals. */
        FullProducer(int room, int refusals) {
            super(false, null, new StringSerializer(), new ByteArraySerializer());
            this.room = room;
            this.refusals = refusals;
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback callback) {
            if (history().size() < room || refusals == 0) {
                return super.send(record, callback);
            }
            refusals--;
            TimeoutException full = new BufferExhaustedException("no room");
            callback.onCompletion(null, full);
            return CompletableFuture.failedFuture(full);
        }
    }

    private final BatchSend send = new BatchSend(new EventBatch(
            new RequestMetadata(new CorrelationId("c-1"), "trace", "vendor=1", "alice", "http", "application/json"),
            List.of(event("a"), event("b"), event("c"))), 1_700_000_000_000_001L, new NoWitness(), ROOM);

    @Test
    void acknowledgedEventsAreStoredWhereTheBrokerSays() throws InterruptedException {
        var producer = new FullProducer(3);

        send.send(producer, LONG);
        elsewhere(producer::flush);

        assertEquals(new BatchOutcome.AllStored(List.of(new EventOutcome.Stored(0, 0), new EventOutcome.Stored(0, 1),
                new EventOutcome.Stored(0, 2))), send.result());
        assertTrue(send.settled().isDone());
    }

    @Test
    void recordsCarryTheHeadersOfTheirEvent() {
        var producer = new FullProducer(3);

        send.send(producer, LONG);

        ProducerRecord<String, byte[]> second = producer.history().get(1);
        assertEquals("quakes", second.topic());
        assertEquals("pk-b", second.key());
        assertEquals("b", EventHeaders.text(second.headers(), EventHeaders.EVENT_ID).orElseThrow());
        assertEquals("quakes", EventHeaders.text(second.headers(), EventHeaders.STREAM).orElseThrow());
        assertEquals("1700000000000001",
                EventHeaders.text(second.headers(), EventHeaders.INGESTED_AT).orElseThrow());
        assertEquals("c-1", EventHeaders.text(second.headers(), EventHeaders.CORRELATION_ID).orElseThrow());
        assertEquals("trace", EventHeaders.text(second.headers(), EventHeaders.TRACEPARENT).orElseThrow());
        assertEquals("vendor=1", EventHeaders.text(second.headers(), RequestMetadata.TRACESTATE).orElseThrow());
        assertEquals("alice", EventHeaders.text(second.headers(), RequestMetadata.PRINCIPAL).orElseThrow());
        assertEquals("http", EventHeaders.text(second.headers(), EventHeaders.SOURCE).orElseThrow());
        assertEquals("of-b", EventHeaders.text(second.headers(), "own").orElseThrow());
    }

    @Test
    void quarantinedEventGoesToTheDeadLetterTopicAsItCame() {
        var producer = new FullProducer(1);
        byte[] original = "{}".getBytes(StandardCharsets.UTF_8);
        BatchSend letter = new BatchSend(new EventBatch(
                new RequestMetadata(new CorrelationId("c-2"), null, null, "alice", "http", "application/json"),
                List.of(new QuarantinedEvent(new StreamName("quakes"), null, original, "contract-violation", "/mag",
                        "is required", "quakes/1"))),
                1, new NoWitness(), ROOM);

        letter.send(producer, LONG);

        ProducerRecord<String, byte[]> record = producer.history().getFirst();
        assertEquals("quakes.dlq", record.topic());
        assertNull(record.key());
        assertEquals(original, record.value());
        assertEquals("contract-violation",
                EventHeaders.text(record.headers(), DeadLetter.ERROR_CODE).orElseThrow());
        assertEquals("1", EventHeaders.text(record.headers(), "__dlq.errors.delivery.count").orElseThrow());
        assertEquals(EventHeaders.text(record.headers(), DeadLetter.ERROR_DETAIL),
                EventHeaders.text(record.headers(), "__dlq.errors.message"));
        assertEquals("is required", EventHeaders.text(record.headers(), DeadLetter.ERROR_DETAIL).orElseThrow());
        assertEquals("/mag", EventHeaders.text(record.headers(), DeadLetter.ERROR_POINTER).orElseThrow());
        assertEquals("quakes/1", EventHeaders.text(record.headers(), QuarantineHeaders.CONTRACT).orElseThrow());
        assertEquals("application/json",
                EventHeaders.text(record.headers(), QuarantineHeaders.CONTENT_TYPE).orElseThrow());
    }

    @Test
    void fullBufferIsTheReasonOfThisServiceAndNotOfKafka() {
        send.send(new FullProducer(0), LONG);

        assertTrue(assertInstanceOf(BatchOutcome.NoneStored.class, send.result()).full());
    }

    @Test
    void largeBatchWaitsWhereSmallOnesDoNotAndLeavesThemTheLastMemory() {
        // 100 bytes in all, of which 24 are free.
        var producer = new FullProducer(1_000);
        producer.setMockMetrics(new MetricName("buffer-total-bytes", "producer-metrics", "", Map.of()), metric(100));
        producer.setMockMetrics(new MetricName("buffer-available-bytes", "producer-metrics", "", Map.of()), metric(24));
        ProducerMemory room = new ProducerMemory(producer);
        EncodedEvent part = new EncodedEvent(new StreamName("quakes"), "e", "pk", Contract.NO_SALT, new byte[16_384],
                Map.of());
        RequestMetadata origin = new RequestMetadata(new CorrelationId("c-1"), null, null, "alice", "http",
                "application/json");
        BatchSend small = new BatchSend(new EventBatch(origin, Collections.nCopies(4, part)), 1, new NoWitness(), room);
        BatchSend large = new BatchSend(new EventBatch(origin, Collections.nCopies(100, part)), 1, new NoWitness(),
                room);

        small.send(producer, LONG);
        assertEquals(4, producer.history().size());
        large.send(producer, Duration.ofMillis(20));

        assertEquals(8, producer.history().size());
        assertInstanceOf(BatchOutcome.InDoubt.class, large.result());
    }

    private static Metric metric(double value) {
        return new KafkaMetric(new Object(), new MetricName("m", "g", "", Map.of()),
                (Gauge<Double>) (config, now) -> value, new MetricConfig(), Time.SYSTEM);
    }

    @Test
    void eventThatFailedAfterItWasTakenMayStillBeStored() throws InterruptedException {
        var producer = new FullProducer(3);

        send.send(producer, LONG);
        elsewhere(() -> {
            producer.completeNext();
            producer.errorNext(new TimeoutException("expired"));
        });

        var doubt = assertInstanceOf(BatchOutcome.InDoubt.class, send.result());
        assertEquals(List.of(new EventOutcome.Stored(0, 0), new EventOutcome.Unknown(), new EventOutcome.Unknown()),
                doubt.events());
        assertFalse(send.settled().isDone());
    }

    @Test
    void nothingIsSentAfterAnEventThatTheProducerDoesNotTake() throws InterruptedException {
        var producer = new FullProducer(1);

        send.send(producer, LONG);
        elsewhere(producer::completeNext);

        var doubt = assertInstanceOf(BatchOutcome.InDoubt.class, send.result());
        assertEquals(List.of(new EventOutcome.Stored(0, 0), new EventOutcome.NotStored(), new EventOutcome.NotStored()),
                doubt.events());
        assertTrue(send.settled().isDone());
    }

    @Test
    void batchOfWhichNothingWasTakenIsNotStored() {
        send.send(new FullProducer(0), LONG);

        assertInstanceOf(BatchOutcome.NoneStored.class, send.result());
        assertTrue(send.settled().isDone());
    }

    @Test
    void producerThatThrowsHasTakenNothing() {
        var producer = new FullProducer(3);
        producer.close();

        send.send(producer, LONG);

        assertInstanceOf(BatchOutcome.NoneStored.class, send.result());
    }

    @Test
    void producerThatThrowsBecauseOfAnErrorBeforeMayHaveTakenTheEvent() throws InterruptedException {
        var dying = new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer()) {
            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback callback) {
                var unused = super.send(record, callback);
                if (history().size() == 2) {
                    throw new KafkaException("in an error state", new ClusterAuthorizationException("refused"));
                }
                return CompletableFuture.completedFuture(null);
            }
        };

        send.send(dying, LONG);

        List<EventOutcome> fates = List.of(new EventOutcome.Unknown(), new EventOutcome.Unknown(),
                new EventOutcome.NotStored());
        assertEquals(fates, assertInstanceOf(BatchOutcome.InDoubt.class, send.result()).events());
        assertFalse(send.settled().isDone());
        elsewhere(() -> dying.errorNext(new KafkaException("aborted")));
        assertTrue(send.settled().isDone());
        elsewhere(() -> dying.errorNext(new KafkaException("aborted")));
        assertEquals(fates, assertInstanceOf(BatchOutcome.InDoubt.class, send.result()).events());
    }

    @Test
    void sendingEndsWhenTheTimeIsUp() {
        var producer = new FullProducer(3);

        send.send(producer, Duration.ofNanos(-1));

        assertEquals(List.of(), producer.history());
        assertInstanceOf(BatchOutcome.NoneStored.class, send.result());
    }

    @Test
    void restOfABatchWaitsForRoom() {
        var producer = new FullProducer(1, 3);

        send.send(producer, LONG);

        assertEquals(3, producer.history().size());
    }

    @Test
    void firstEventDoesNotWaitForRoom() {
        var producer = new FullProducer(0, 1);

        send.send(producer, LONG);

        assertEquals(List.of(), producer.history());
        assertInstanceOf(BatchOutcome.NoneStored.class, send.result());
    }

    private static final class NoWitness implements BatchSend.SendListener {
        @Override
        public void acknowledged() {}

        @Override
        public void failed(Exception fault) {}
    }

    /** The producer reports acknowledgements on a thread of its own. */
    private static void elsewhere(Runnable report) throws InterruptedException {
        Thread thread = new Thread(report);
        thread.start();
        thread.join();
    }

    private static EncodedEvent event(String id) {
        return new EncodedEvent(new StreamName("quakes"), id, "pk-" + id, Contract.NO_SALT,
                id.getBytes(StandardCharsets.UTF_8),
                Map.of("own", "of-" + id));
    }
}
