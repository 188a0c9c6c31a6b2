package io.millrace.table;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Kafka partition whose next offset is recorded in the table.
 *
 * @param topicId
 *            the Kafka topic id, not the name: a topic that is deleted and created again has another id and starts from offset 0
 * @param partition
 *            the partition's number
 */
public record SourcePartition(String topicId, int partition) {
    private static final String PREFIX = "millrace/";
    private static final Pattern APPLICATION_ID = Pattern.compile(PREFIX + "([^/]+)/([0-9]{1,6})");

    /** The application id of the Delta {@code txn} action that holds the watermark. Shared by all writers. */
    public String applicationId() {
        return PREFIX + topicId + "/" + partition;
    }

    /** Whether an application id is that of a partition of this topic. */
    static boolean isOf(String topicId, String applicationId) {
        return applicationId.startsWith(PREFIX + topicId + "/") && APPLICATION_ID.matcher(applicationId).matches();
    }

    /** Whether this is the application id of the watermark of any partition. */
    public static boolean isApplicationId(String name) {
        return APPLICATION_ID.matcher(name).matches();
    }

    /** The partition with this application id; empty for another name. */
    public static Optional<SourcePartition> ofApplicationId(String name) {
        Matcher matcher = APPLICATION_ID.matcher(name);
        return matcher.matches()
                ? Optional.of(new SourcePartition(matcher.group(1), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /** The least number of partitions of a topic with these application ids; 1 when none is that of a partition. */
    public static int count(Collection<String> applicationIds) {
        return applicationIds.stream().map(APPLICATION_ID::matcher).filter(Matcher::matches)
                .mapToInt(id -> Integer.parseInt(id.group(2)) + 1).max().orElse(1);
    }
}
