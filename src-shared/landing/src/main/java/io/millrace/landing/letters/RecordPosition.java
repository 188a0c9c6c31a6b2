package io.millrace.landing.letters;

/**
 * Where a record is in Kafka.
 *
 * @param topicId
 *            Kafka's id of the topic
 * @param partition
 *            the partition
 * @param offset
 *            the offset
 */
public record RecordPosition(String topicId, int partition, long offset) {
    @Override
    public String toString() {
        return topicId + "/" + partition + "/" + offset;
    }
}
