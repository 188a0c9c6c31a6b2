package io.millrace.stream.consume;

import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.millrace.contracts.StreamName;
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

    /** Completes when every stream has room for more. Records of a topic that is no stream yet are read again later. */
    @Incoming(StreamConsumer.CHANNEL)
    public Uni<Void> onRecords(ConsumerRecords<byte[], byte[]> polled) {
        List<Uni<Void>> rooms = new ArrayList<>();
        for (var topicPartition : polled.partitions()) {
            if (StreamName.isLegal(topicPartition.topic())) {
                var merge = merges.all().get(new StreamName(topicPartition.topic()));
                List<ConsumerRecord<byte[], byte[]>> records = polled.records(topicPartition);
                if (merge != null) {
                    rooms.add(merge.offer(records));
                }
            }
        }
        return rooms.isEmpty() ? Uni.createFrom().voidItem() : Uni.join().all(rooms).andFailFast().replaceWithVoid();
    }
}
