package io.millrace.landing.audit;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.millrace.table.Books;
import io.millrace.table.EventTable;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;

/**
 * The offsets that rows of a table can come from: those below the watermarks, and those that a rebuild has read, which may be
 * above them. Any other row is a ghost, whatever Kafka has.
 */
public final class RowOrigins {
    /** Prefix of the name under which the table stores the first offset after those that rebuilds have read. */
    private static final String REBUILT = "millrace-rebuilt/";
    private static final Pattern REBUILT_PARTITION = Pattern.compile(REBUILT + "([^/]+)/([0-9]{1,6})");

    /** By partition, and by the id of the topic. */
    private final Map<Integer, Map<String, Long>> ends = new HashMap<>();
    private final Set<String> topicIds = new TreeSet<>();

    /** Adds the origins in the marks of a version. */
    void add(Map<String, Long> marks) {
        topicIds.addAll(Books.of(marks).keySet());
        marks.forEach((name, number) -> origin(name).ifPresent(source -> {
            topicIds.add(source.topicId());
            ends.computeIfAbsent(source.partition(), p -> new HashMap<>()).merge(source.topicId(), number, Math::max);
        }));
    }

    private static Optional<SourcePartition> origin(String name) {
        Matcher rebuilt = REBUILT_PARTITION.matcher(name);
        return rebuilt.matches()
                ? Optional.of(new SourcePartition(rebuilt.group(1), Integer.parseInt(rebuilt.group(2))))
                : SourcePartition.ofApplicationId(name);
    }

    /** Whether a row can come from this offset. */
    boolean has(int partition, long offset) {
        return offset >= 0 && topics(partition).values().stream().anyMatch(end -> offset < end);
    }

    /**
     * Whether a row with these coordinates can come from a topic in which this offset is outside of some ranges, as the end of a
     * deleted topic is that no one has read in time.
     */
    boolean hasOutside(Map<SourcePartition, OffsetRange> ranges, int partition, long offset) {
        return topics(partition).entrySet().stream()
                .anyMatch(topic -> offset < topic.getValue()
                        && !KeyAudit.has(ranges, new SourcePartition(topic.getKey(), partition), offset));
    }

    private Map<String, Long> topics(int partition) {
        return ends.getOrDefault(partition, Map.of());
    }

    /** Kafka's ids of the topics. */
    Set<String> topicIds() {
        return topicIds;
    }

    /** The partition of a row that comes from none of these offsets; its topic is empty unless there is only one. */
    SourcePartition nameless(int partition) {
        return new SourcePartition(topicIds.size() == 1 ? topicIds.iterator().next() : "", partition);
    }

    /**
     * Records the offsets of a rebuild before it begins, so that its rows above the watermarks are no ghosts.
     *
     * @param ends
     *            the first offset after those that the rebuild reads, by partition
     */
    public static void rebuild(EventTable table, Map<SourcePartition, Long> ends) {
        Map<String, Long> rebuilt = new HashMap<>();
        ends.forEach((source, end) -> {
            if (end > table.watermark(source).orElse(0)) {
                rebuilt.put(REBUILT + source.topicId() + "/" + source.partition(), end);
            }
        });
        if (!rebuilt.isEmpty()) {
            table.mark(rebuilt);
        }
    }
}
