package io.millrace.stream.consume;

import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.millrace.contracts.schema.StreamName;
import io.millrace.stream.merge.StreamMerge;
import io.millrace.stream.merge.StreamMerges;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hands polled records to the merges of their streams, and makes the consumer wait while one of them is full. */
@ApplicationScoped
public class EventChannel {
    private final StreamMerges merges;

    EventChannel(StreamMerges merges) {
        this.merges = merges;
    }

    /**
     * Completes when every stream has room for more. Never fails, because a failure would end the channel of all streams.
     * Records of a topic without a contract are read again later.
     */
    @Incoming(StreamConsumer.CHANNEL)
    public Uni<Void> onRecords(ConsumerRecords<byte[], byte[]> polled) {
        List<Uni<Void>> ready = new ArrayList<>();
        for (var topicPartition : polled.partitions()) {
            if (StreamName.isLegal(topicPartition.topic())) {
                var merge = merges.all().get(new StreamName(topicPartition.topic()));
                if (merge != null) {
                    offer(merge, topicPartition.partition(), polled.records(topicPartition), ready);
                }
            }
        }
        return ready.isEmpty() ? Uni.createFrom().voidItem() : Uni.join().all(ready).andFailFast().replaceWithVoid();
    }

    private static void offer(StreamMerge merge, int partition, List<ConsumerRecord<byte[], byte[]>> records,
            List<Uni<Void>> ready) {
        try {
            ready.add(merge.offer(records));
        } catch (Throwable e) { // An Error too: one stream must not stop the others.
            merge.offerFailed(partition, e);
        }
    }
}
