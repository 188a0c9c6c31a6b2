package io.millrace.launcher.rebuild;

import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where the records of a stream are kept. */
public interface RecordSource extends AutoCloseable {
    /** About how many records {@link #read} gives out, for the progress. */
    long expected();

    /** Gives out all records, in any order. */
    void read(Consumer<ConsumerRecord<byte[], byte[]>> sink);

    @Override
    void close();
}
