package io.millrace.bench.race;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import io.millrace.contracts.record.RedriveHeaders;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends redriven records to the computed topic of a race: each lands right behind the record that was refused first. */
final class RaceProducer extends MockProducer<byte[], byte[]> {
    RaceProducer() {
        super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        String[] first = RedriveHeaders.of(record.headers(), record.topic(), record.key(), record.value())
                .orElseThrow(() -> new IllegalArgumentException("the race redrives letters only")).letterId()
                .split("/");
        return CompletableFuture.completedFuture(
                new RecordMetadata(new TopicPartition(record.topic(), Integer.parseInt(first[1])),
                        Long.parseLong(first[2]) + 1, 0, RecordMetadata.UNKNOWN_PARTITION, -1, -1));
    }
}
