package io.millrace.bench.chaos;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.millrace.landing.letters.Letter;
import io.millrace.landing.letters.LetterRows;
import io.millrace.launcher.topic.TopicRangeReader;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableReader;
import io.millrace.table.TableStatus;
import io.millrace.table.factory.EventTables;

/** The topics of the stream, and the three tables that they end in. */
final class ChaosTables implements AutoCloseable {
    private final Path folder;
    private final TopicRangeReader events;
    private final TopicRangeReader deadLetters;
    private final TableReader rows;
    private final TableReader bronze;
    private final TableReader letters;

    ChaosTables(ChaosSystem system) {
        Path tables = system.tables();
        this.folder = tables;
        this.events = new TopicRangeReader(system.bootstrapServers(), ChaosSystem.STREAM.topic());
        this.deadLetters = new TopicRangeReader(system.bootstrapServers(), ChaosSystem.STREAM.deadLetterTopic());
        this.rows = EventTables.read(tables.resolve(ChaosSystem.STREAM.value()));
        this.bronze = EventTables.read(tables.resolve(ChaosSystem.STREAM.bronzeTable()));
        this.letters = EventTables.read(tables.resolve(ChaosSystem.STREAM.letterTable()));
    }

    /** Kafka's id of the topic of events. */
    String topicId() {
        return events.id();
    }

    /** The next offset of each partition. Only one thread may ask. */
    Map<Integer, Long> ends() {
        return ends(events);
    }

    private static Map<Integer, Long> ends(TopicRangeReader topic) {
        Map<Integer, Long> ends = new TreeMap<>();
        topic.bounds().forEach((partition, bounds) -> ends.put(partition, bounds.until()));
        return ends;
    }

    /** Whether every record below these offsets is merged. */
    boolean isMerged(Map<Integer, Long> ends) {
        return reaches(rows, events.id(), ends);
    }

    /** Whether every record of both topics is in all tables. Only one thread may ask. */
    boolean isSettled() {
        Map<Integer, Long> ends = ends();
        return isMerged(ends) && reaches(bronze, events.id(), ends)
                && reaches(letters, deadLetters.id(), ends(deadLetters));
    }

    private static boolean reaches(TableReader table, String topicId, Map<Integer, Long> ends) {
        Map<String, Long> marks = table.status().map(TableStatus::marks).orElse(Map.of());
        return ends.entrySet().stream().allMatch(end -> marks.getOrDefault(
                new SourcePartition(topicId, end.getKey()).applicationId(), 0L) >= end.getValue());
    }

    /** The folders of the three tables; that of the letters may not be there yet. */
    List<Path> folders() {
        return Stream.of(ChaosSystem.STREAM.value(), ChaosSystem.STREAM.bronzeTable(),
                ChaosSystem.STREAM.letterTable()).map(folder::resolve).toList();
    }

    TableReader rows() {
        return rows;
    }

    TableReader bronze() {
        return bronze;
    }

    /** All letters; none when there is no table of them yet. */
    List<Letter> letters() {
        List<Letter> found = new ArrayList<>();
        if (letters.status().isPresent()) {
            letters.rows(Long.MAX_VALUE, row -> found.add(LetterRows.letter(row)));
        }
        return found;
    }

    @Override
    public void close() {
        letters.close();
        bronze.close();
        rows.close();
        deadLetters.close();
        events.close();
    }
}
