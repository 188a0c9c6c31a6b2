package io.millrace.launcher.rebuild;

import java.util.Map;

import io.millrace.table.SourcePartition;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where the records of a stream are kept. */
public interface RecordSource extends AutoCloseable {
    /** About how many records {@link #read} gives out, for the progress. */
    long expected();

    /** The first offset after those that {@link #read} gives out, by partition; without partitions that have none. */
    Map<SourcePartition, Long> ends();

    /** Takes a record and Kafka's id of the topic that has it. */
    interface Sink {
        void accept(String topicId, ConsumerRecord<byte[], byte[]> record);
    }

    /** Gives out all records, in any order. */
    void read(Sink sink);

    @Override
    void close();
}
