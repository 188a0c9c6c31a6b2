package io.millrace.bench.chaos.fault;

/** Kafka as faults see it. Every method repeats its request while Kafka does not answer, and fails after half a minute. */
public interface Cluster {
    /** The name of the broker that leads a partition of the topic of events. */
    String leader(int partition);

    /** The number of partitions of the topic of events. */
    int partitions();

    /** The name of the active controller. */
    String controller();

    /**
     * Sets the offsets that the consumer group of the stream writers has committed. None of them may run.
     *
     * @param end
     *            to the end of each partition, or else to the beginning
     */
    void resetOffsets(boolean end);
}
