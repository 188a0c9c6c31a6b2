package io.millrace.landing;

/** A topic cannot be merged as it is. Not retryable: an operator must change the topic. No record was skipped. */
public final class TopicRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param reason
     *            the problem and its remedy
     */
    public TopicRefusedException(String reason) {
        super(reason);
    }

    /** A partition lost records that are in the table, and new records get their offsets. */
    public static TopicRefusedException endsBelow(String topic, int partition, long watermark, long end) {
        return new TopicRefusedException("Partition " + partition + " of topic " + topic + " ends at offset " + end
                + ", but the next offset to merge is " + watermark
                + ": Kafka lost records that are in the table, and new records at the same offsets would be skipped."
                + " Delete the topic and create it again under the same name; it then has another id and is merged from"
                + " its beginning");
    }
}
