package io.millrace.bench.simulation.world;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import io.millrace.bench.simulation.schedule.CallKind;
import io.millrace.bench.simulation.schedule.Fault;
import io.millrace.bench.simulation.schedule.Scheduler;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends to a topic in memory. */
final class SimulatedProducer extends MockProducer<byte[], byte[]> {
    private final SimulatedTopic topic;
    private final Scheduler scheduler;
    private final boolean alwaysAcknowledged;

    /**
     * @param alwaysAcknowledged
     *            whether a failure is taken for an acknowledgement
     */
    SimulatedProducer(SimulatedTopic topic, Scheduler scheduler, boolean alwaysAcknowledged) {
        super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        this.topic = topic;
        this.scheduler = scheduler;
        this.alwaysAcknowledged = alwaysAcknowledged;
    }

    // Not synchronized: other threads may go on at the call.
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        Fault fault = scheduler.at(CallKind.SEND, "send to", record.topic());
        if (fault == Fault.ERROR) {
            return alwaysAcknowledged
                    ? CompletableFuture.completedFuture(metadata(record, 0, 0))
                    : CompletableFuture.failedFuture(new IOException("simulated error: send"));
        }
        int partition = topic.partitions() == 1 ? 0 : partition(record.partition(), record.key());
        long offset = topic.append(partition, record.key(), record.value(), record.headers());
        if (fault == Fault.CRASH_AFTER) {
            throw scheduler.crash();
        }
        return fault == Fault.ANSWER_LOST
                ? CompletableFuture.failedFuture(new IOException("simulated time-out: send"))
                : CompletableFuture.completedFuture(metadata(record, partition, offset));
    }

    private int partition(@Nullable Integer chosen, byte[] key) {
        return chosen == null ? topic.partitionOf(key) : chosen;
    }

    private static RecordMetadata metadata(ProducerRecord<byte[], byte[]> record, int partition, long offset) {
        return new RecordMetadata(new TopicPartition(record.topic(), partition), offset, 0, 0, 0, 0);
    }
}
