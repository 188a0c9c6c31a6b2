package io.millrace.bench.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.millrace.bench.chaos.history.RecordsLeft;
import io.millrace.bench.chaos.history.SentEvents;
import io.millrace.contracts.record.Decoded;
import io.millrace.contracts.record.RecordDecoder;
import io.millrace.contracts.registry.ApicurioContractRegistry;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.landing.letters.Letter;
import io.millrace.landing.letters.LetterRows;
import io.millrace.landing.letters.RecordPosition;
import io.millrace.launcher.topic.TopicRangeReader;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableLocation;
import io.millrace.table.TableReader;
import io.millrace.table.TableStatus;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.avro.generic.GenericRecord;

/** The topics of the stream, and the three tables that they end in. */
final class ChaosTables implements Backlog, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ChaosSystem system;
    private final RecordDecoder decoder;
    private volatile TopicRangeReader events;
    private final TopicRangeReader deadLetters;
    private final TableReader rows;
    private final TableReader bronze;
    private final TableReader letters;

    ChaosTables(ChaosSystem system) {
        TableLocation tables = system.storage().root();
        this.system = system;
        this.decoder = new RecordDecoder(new ContractCatalog(new ApicurioContractRegistry(system.registryUrl())));
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

    @Override
    public Map<Integer, Long> ends() {
        return ends(events);
    }

    /** The topic was deleted and created again. Only the thread that asks for the ends may do this. */
    void reopen() {
        TopicRangeReader old = events;
        events = new TopicRangeReader(system.bootstrapServers(), ChaosSystem.STREAM.topic());
        old.close();
    }

    /** The events of ranges of the topic. Only the thread that asks for the ends may ask. */
    PositionedEvents recordsOf(Map<Integer, OffsetRange> ranges) {
        return Deadline.of(PATIENCE).get("records of the topic are read", () -> {
            PositionedEvents found = new PositionedEvents(events.id());
            Map<Integer, OffsetRange> there = new HashMap<>();
            Map<Integer, OffsetRange> bounds = ranges.isEmpty() ? Map.of() : events.bounds();
            ranges.forEach((partition, range) -> {
                OffsetRange has = bounds.getOrDefault(partition, new OffsetRange(0, 0));
                there.put(partition, new OffsetRange(Math.clamp(range.from(), has.from(), has.until()),
                        Math.clamp(range.until(), has.from(), has.until())));
            });
            events.read(there, record -> {
                if (decoder.decode(ChaosSystem.STREAM, record) instanceof Decoded.Event event) {
                    found.add(event.event());
                }
            });
            return found;
        });
    }

    /** All records that the topic has now; the history learns which events are there. Only the thread that asks for the ends may ask. */
    RecordsLeft left(SentEvents sent) {
        return Deadline.of(PATIENCE).get("the topic is read", () -> {
            RecordsLeft left = new RecordsLeft();
            events.read(events.bounds(), record -> {
                left.add(new RecordPosition(events.id(), record.partition(), record.offset()), record.key(),
                        record.value());
                if (decoder.decode(ChaosSystem.STREAM, record) instanceof Decoded.Event decoded) {
                    GenericRecord event = decoded.event().event();
                    sent.isInKafka(
                            new EventKey(String.valueOf(event.get("pk")), String.valueOf(event.get("event_id"))),
                            ((Number) event.get("revision")).longValue(), ((Number) event.get("amount")).longValue());
                }
            });
            return left;
        });
    }

    private static Map<Integer, Long> ends(TopicRangeReader topic) {
        Map<Integer, Long> ends = new TreeMap<>();
        topic.bounds().forEach((partition, bounds) -> ends.put(partition, bounds.until()));
        return ends;
    }

    @Override
    public boolean isMerged(Map<Integer, Long> ends) {
        return reaches(rows, events.id(), ends);
    }

    /** Whether every record of both topics is in all tables. Only one thread may ask. */
    boolean isSettled() {
        Map<Integer, Long> ends = ends();
        return isMerged(ends) && isCollected(ends, letterEnds());
    }

    @Override
    public Map<Integer, Long> letterEnds() {
        return ends(deadLetters);
    }

    @Override
    public boolean isCollected(Map<Integer, Long> ends, Map<Integer, Long> letterEnds) {
        return reaches(bronze, events.id(), ends) && reaches(letters, deadLetters.id(), letterEnds);
    }

    private static boolean reaches(TableReader table, String topicId, Map<Integer, Long> ends) {
        Map<String, Long> marks = marks(table);
        return ends.entrySet().stream().allMatch(end -> marks.getOrDefault(
                new SourcePartition(topicId, end.getKey()).applicationId(), 0L) >= end.getValue());
    }

    /** The folders of the three tables. */
    List<Path> folders() {
        return Stream.of(ChaosSystem.STREAM.value(), ChaosSystem.STREAM.bronzeTable(),
                ChaosSystem.STREAM.letterTable()).map(system.storage().folder()::resolve).toList();
    }

    /** The watermarks and books of a table; none when there is no table yet. */
    static Map<String, Long> marks(TableReader table) {
        return table.status().map(TableStatus::marks).orElse(Map.of());
    }

    /**
     * The offsets that the bronze table must have: all up to the ends of the topic, and of topics that were replaced those below
     * its own watermarks.
     */
    Map<SourcePartition, Long> bronzeEnds() {
        Map<SourcePartition, Long> ends = new HashMap<>();
        marks(bronze).forEach((name, offset) -> SourcePartition.ofApplicationId(name)
                .ifPresent(partition -> ends.put(partition, offset)));
        ends().forEach((partition, end) -> ends.put(new SourcePartition(events.id(), partition), end));
        return ends;
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
