package io.millrace.launcher.audit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.receipt.ReceiptSearch;
import io.millrace.launcher.topic.TopicRangeReader;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The dead letters of a stream by the positions of their source records. */
public final class LetterReader {
    private static final String DIGITS = "[0-9]{1,18}";

    private final String bootstrapServers;
    private final StreamName stream;
    private boolean complete;

    public LetterReader(String bootstrapServers, StreamName stream) {
        this.bootstrapServers = bootstrapServers;
        this.stream = stream;
    }

    /**
     * The source record of a letter.
     *
     * @param source
     *            its topic and partition
     */
    record Position(SourcePartition source, long offset) {}

    /**
     * The position of the source record of a letter; empty when its headers have none.
     *
     * @param topicId
     *            Kafka's id of the topic, for a letter without one
     */
    static Optional<Position> position(ConsumerRecord<byte[], byte[]> letter, String topicId) {
        String id = EventHeaders.text(letter.headers(), DeadLetter.SOURCE_TOPIC_ID).orElse(topicId);
        Optional<String> partition = EventHeaders.text(letter.headers(), DeadLetter.SOURCE_PARTITION)
                .filter(text -> text.matches("[0-9]{1,6}"));
        Optional<String> offset = EventHeaders.text(letter.headers(), DeadLetter.SOURCE_OFFSET)
                .filter(text -> text.matches(DIGITS));
        return partition.flatMap(number -> offset.map(at -> new Position(
                new SourcePartition(id, Integer.parseInt(number)), Long.parseLong(at))));
    }

    /** Reads all letters that Kafka has. */
    public void read(Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        try (TopicRangeReader letters = new TopicRangeReader(bootstrapServers, stream.deadLetterTopic())) {
            Map<Integer, OffsetRange> bounds = letters.bounds();
            letters.read(bounds, sink);
            complete = letters.bounds().values().stream().allMatch(range -> range.from() == 0);
        }
    }

    /** Reads the letters from an offset of each partition on. */
    public void read(ToLongFunction<SourcePartition> from, ReceiptSearch.LetterSink sink) {
        try (TopicRangeReader letters = new TopicRangeReader(bootstrapServers, stream.deadLetterTopic())) {
            Map<Integer, OffsetRange> ranges = new HashMap<>();
            letters.bounds().forEach((partition, bounds) -> ranges.put(partition,
                    new OffsetRange(Math.clamp(from.applyAsLong(new SourcePartition(letters.id(), partition)),
                            bounds.from(), bounds.until()), bounds.until())));
            letters.read(ranges, letter -> sink.accept(letters.id(), letter));
        }
    }

    /** The positions within these offsets that have a letter. */
    Map<SourcePartition, Set<Long>> within(Map<SourcePartition, OffsetRange> offsets, String topicId) {
        Map<SourcePartition, Set<Long>> found = new HashMap<>();
        read(letter -> position(letter, topicId).ifPresent(at -> {
            OffsetRange range = offsets.get(at.source());
            if (range != null && range.contains(at.offset())) {
                found.computeIfAbsent(at.source(), s -> new HashSet<>()).add(at.offset());
            }
        }));
        return found;
    }

    /** Whether the last reading found every letter that was ever written. */
    boolean isComplete() {
        return complete;
    }
}
