package io.millrace.batch.audit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.millrace.batch.read.OffsetRangeReader;
import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.schema.StreamName;
import io.millrace.table.EventTable;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of the records that an audit checks. The dead-letter topic is read when the first record needs it, and
 * only from the offset where letters of unaudited records may begin: the table stores that offset beside the audited ones.
 * So each letter is read about once, and none when no record needs one.
 */
final class LetterPositions {
    /** Prefix of the name under which the table stores the offset of a dead-letter partition; topic id and partition follow. */
    static final String MARK = "millrace-audit-letters/";

    private final OffsetRangeReader reader;
    private final EventTable table;
    private final StreamName stream;
    private final String topicId;
    private final Map<Integer, OffsetRange> window;
    private final Map<Integer, Long> audited;
    private final OffsetRangeReader.ChunkSize size;
    private final Map<String, Long> marks = new HashMap<>();
    private @Nullable Map<Integer, Set<Long>> found;
    private boolean complete = true;

    /**
     * @param topicId
     *            of the stream's topic
     * @param window
     *            the offsets that the audit checks, by partition of the stream's topic
     * @param audited
     *            the first offset after this audit, by partition; 0 where absent
     * @param size
     *            the size of a chunk
     */
    LetterPositions(OffsetRangeReader reader, EventTable table, StreamName stream, String topicId,
            Map<Integer, OffsetRange> window, Map<Integer, Long> audited, OffsetRangeReader.ChunkSize size) {
        this.reader = reader;
        this.table = table;
        this.stream = stream;
        this.topicId = topicId;
        this.window = window;
        this.audited = audited;
        this.size = size;
    }

    /** The offsets of the window whose records are dead letters, by partition. */
    Map<Integer, Set<Long>> all() {
        Map<Integer, Set<Long>> known = found;
        if (known == null) {
            known = read();
            found = known;
        }
        return known;
    }

    /** Whether Kafka deleted no letter that no audit has read; valid after {@link #all}. */
    boolean isComplete() {
        return complete;
    }

    /** The offsets from which the next audit reads letters; to store when this audit found no missing record. */
    Map<String, Long> marks() {
        return marks;
    }

    private Map<Integer, Set<Long>> read() {
        Map<Integer, Set<Long>> letters = new HashMap<>();
        OffsetRangeReader.Topic topic = reader.topic(stream.deadLetterTopic());
        Map<Integer, OffsetRange> unread = new HashMap<>();
        topic.bounds().forEach((partition, bounds) -> {
            long unreadFrom = table.marked(mark(topic, partition)).orElse(0);
            long from = Math.max(bounds.from(), unreadFrom);
            complete &= bounds.from() <= unreadFrom;
            if (from < bounds.until()) {
                unread.put(partition, new OffsetRange(from, bounds.until()));
                marks.put(mark(topic, partition), bounds.until());
            }
        });
        reader.read(topic, unread, size, (records, ranges) -> records.forEach(letter -> {
            long offset = number(letter.headers(), DeadLetter.SOURCE_OFFSET);
            int partition = (int) number(letter.headers(), DeadLetter.SOURCE_PARTITION);
            if (isOfTopic(letter.headers()) && offset >= 0) {
                OffsetRange range = window.get(partition);
                if (range != null && range.contains(offset)) {
                    letters.computeIfAbsent(partition, p -> new HashSet<>()).add(offset);
                } else if (offset >= audited.getOrDefault(partition, 0L)) {
                    marks.merge(mark(topic, letter.partition()), letter.offset(), Math::min);
                }
            }
        }));
        return letters;
    }

    /** A letter without the id of the topic was written by an earlier version of the services. */
    private boolean isOfTopic(Headers headers) {
        return EventHeaders.text(headers, DeadLetter.SOURCE_TOPIC).filter(stream.topic()::equals).isPresent()
                && EventHeaders.text(headers, DeadLetter.SOURCE_TOPIC_ID).orElse(topicId).equals(topicId);
    }

    private static long number(Headers headers, String name) {
        return EventHeaders.text(headers, name).filter(text -> text.matches("[0-9]{1,18}")).map(Long::parseLong)
                .orElse(-1L);
    }

    private static String mark(OffsetRangeReader.Topic letters, int partition) {
        return MARK + letters.id() + "/" + partition;
    }
}
