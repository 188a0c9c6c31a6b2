package io.millrace.table;

/**
 * A Kafka partition whose progress the table keeps.
 *
 * @param topicId
 *            Kafka's id of the topic, not its name: a topic that is deleted and made again starts from 0 again
 * @param partition
 *            the partition's number
 */
public record SourcePartition(String topicId, int partition) {
    private static final String PREFIX = "millrace/";

    /** The application id of the Delta {@code txn} action that holds the watermark. Shared by all writers. */
    public String applicationId() {
        return PREFIX + topicId + "/" + partition;
    }
}
