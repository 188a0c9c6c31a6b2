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

/** Hands polled records to the merges of their streams, and holds the consumer back while one of them is full. */
@ApplicationScoped
public class EventChannel {
    private final StreamMerges merges;

    EventChannel(StreamMerges merges) {
        this.merges = merges;
    }

    /**
     * Completes when every stream has room for more, and never fails: the channel would end for all streams. Records of a
     * topic that is no stream yet are read again later.
     */
    @Incoming(StreamConsumer.CHANNEL)
    public Uni<Void> onRecords(ConsumerRecords<byte[], byte[]> polled) {
        List<Uni<Void>> rooms = new ArrayList<>();
        for (var topicPartition : polled.partitions()) {
            if (StreamName.isLegal(topicPartition.topic())) {
                var merge = merges.all().get(new StreamName(topicPartition.topic()));
                if (merge != null) {
                    offer(merge, topicPartition.partition(), polled.records(topicPartition), rooms);
                }
            }
        }
        return rooms.isEmpty() ? Uni.createFrom().voidItem() : Uni.join().all(rooms).andFailFast().replaceWithVoid();
    }

    private static void offer(StreamMerge merge, int partition, List<ConsumerRecord<byte[], byte[]>> records,
            List<Uni<Void>> rooms) {
        try {
            rooms.add(merge.offer(records));
        } catch (Throwable e) { // An Error of one stream is no fault of the others.
            merge.offerFailed(partition, e);
        }
    }
}
