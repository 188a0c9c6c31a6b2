package io.millrace.stream.consume;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.IsolationLevel;

/** Opens consumers that look at single records. */
@FunctionalInterface
public interface ProbeConsumers {
    /** One that belongs to no group and returns one record at a time; the caller closes it. */
    Consumer<byte[], byte[]> open(IsolationLevel isolation);
}
