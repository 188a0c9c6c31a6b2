package io.millrace.table;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final Pattern APPLICATION_ID = Pattern.compile(PREFIX + "[^/]+/([0-9]{1,6})");

    /** The application id of the Delta {@code txn} action that holds the watermark. Shared by all writers. */
    public String applicationId() {
        return PREFIX + topicId + "/" + partition;
    }

    /** How many partitions a topic must have for these application ids to be there; 1 when none is a partition's. */
    public static int count(Collection<String> applicationIds) {
        return applicationIds.stream().map(APPLICATION_ID::matcher).filter(Matcher::matches)
                .mapToInt(id -> Integer.parseInt(id.group(1)) + 1).max().orElse(1);
    }
}
