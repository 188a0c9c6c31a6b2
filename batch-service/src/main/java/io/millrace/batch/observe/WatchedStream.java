package io.millrace.batch.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.StreamTables;
import io.millrace.landing.letters.LetterCause;
import io.millrace.landing.letters.LetterState;
import io.millrace.table.Books;
import io.millrace.table.DeletedOffsets;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableReader;
import io.millrace.table.TableStatus;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.OffsetRange;

/** The open tables of a stream that is being observed, and its history. Used by one thread at a time, except for the history. */
final class WatchedStream implements AutoCloseable {
    private final TableReader table;
    private final TableReader letters;
    private final StreamHistory history = new StreamHistory();
    private OptionalLong countedVersion = OptionalLong.empty();
    private volatile List<LetterCause> causes = List.of();
    private volatile Optional<TableStatus> status = Optional.empty();

    WatchedStream(StreamName stream, StreamTables tables) {
        this.table = EventTables.read(tables.location(stream));
        this.letters = EventTables.read(tables.letterLocation(stream));
    }

    /**
     * What a stream has in Kafka and in its table.
     *
     * @param waiting
     *            the offsets that can be read and are not merged, by partition; without empty ranges
     * @param deleted
     *            offsets above the watermarks that Kafka deleted
     */
    record Progress(long stored, long merged, Map<Integer, OffsetRange> waiting, long deleted) {}

    StreamHistory history() {
        return history;
    }

    List<LetterCause> causes() {
        return causes;
    }

    Optional<TableStatus> status() {
        return status;
    }

    /**
     * Reads the tables, and compares the offsets of the topic with the watermarks of the table. The letters are counted again when
     * their table has changed.
     */
    Progress read(KafkaTopics.Topic topic) {
        status = table.status();
        countLetters();
        Map<String, Long> marks = status.map(TableStatus::marks).orElse(Map.of());
        long stored = 0;
        long merged = 0;
        long deleted = 0;
        Map<Integer, OffsetRange> waiting = new HashMap<>();
        for (var partition : topic.bounds().entrySet()) {
            OffsetRange kept = partition.getValue();
            long watermark = marks.getOrDefault(
                    new SourcePartition(topic.id(), partition.getKey()).applicationId(), kept.from());
            stored += kept.until();
            merged += watermark;
            deleted += Math.max(0, kept.from() - watermark);
            long from = Math.max(watermark, kept.from());
            if (from < kept.until()) {
                waiting.put(partition.getKey(), new OffsetRange(from, kept.until()));
            }
        }
        stored += offsets(topic.unstable());
        return new Progress(stored, merged, waiting, deleted);
    }

    /**
     * Adds an observation.
     *
     * @param oldest
     *            age of the oldest record that waits; empty when none does
     * @param retentionSeconds
     *            how long Kafka keeps a record; infinite for ever, NaN when it is not known
     */
    void observe(Instant now, KafkaTopics.Topic topic, Progress progress, Optional<Duration> oldest,
            double retentionSeconds) {
        Optional<Duration> left = Double.isFinite(retentionSeconds)
                ? oldest.map(age -> Duration.ofSeconds((long) retentionSeconds).minus(age))
                : Optional.empty();
        long unstable = offsets(topic.unstable());
        history.add(new Observation(now, progress.stored(), progress.merged(), offsets(progress.waiting()) + unstable,
                unstable, progress.deleted(),
                DeletedOffsets.open(status.map(TableStatus::marks).orElse(Map.of())).stream()
                        .mapToLong(DeletedOffsets::count).sum(),
                oldest, left, status.map(TableStatus::version),
                Books.of(topic.id(), status.map(TableStatus::marks).orElse(Map.of())),
                causes.stream().filter(cause -> cause.state() == LetterState.OPEN).mapToLong(LetterCause::letters)
                        .sum()));
    }

    private static long offsets(Map<Integer, OffsetRange> ranges) {
        return ranges.values().stream().mapToLong(range -> range.until() - range.from()).sum();
    }

    private void countLetters() {
        OptionalLong version = letters.status().map(TableStatus::version).map(OptionalLong::of)
                .orElse(OptionalLong.empty());
        if (version.isPresent() && !version.equals(countedVersion)) {
            causes = LetterCause.of(letters);
            countedVersion = version;
        }
    }

    /** The newest commits of the table, oldest first. */
    List<TableReader.Commit> commits(int newest) {
        return table.history(newest);
    }

    @Override
    public void close() {
        table.close();
        letters.close();
    }
}
