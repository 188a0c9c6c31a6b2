package io.millrace.landing.audit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.testing.FakeRegistry;
import io.millrace.landing.DecodedMemory;
import io.millrace.landing.RecordLander;
import io.millrace.landing.Remerge;
import io.millrace.landing.UnlandedRecords;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.table.EventTable;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableReader;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A table in a folder, and the records that an audit reads, which may differ from those that were landed. */
final class AuditFixture implements AuditedRecords, EarlierRecords {
    static final String TOPIC = "AAAAAAAAAAAAAAAAAAAAAA";
    static final StreamName VISITS = new StreamName("visits");
    static final long MEMORY = 1 << 24;
    private static final String AVSC = """
            {"type": "record", "name": "Visit", "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "revision", "type": "long", "default": 0}
            ]}""";
    private static final Contract CONTRACT = ContractParser.parse(VISITS, 1, 101, AVSC);
    private static final Instant NOW = Instant.now();

    private final Path folder;
    private final ContractCatalog catalog;
    private final MockProducer<byte[], byte[]> letters = new MockProducer<>(true, null, new ByteArraySerializer(),
            new ByteArraySerializer());
    final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    final Map<SourcePartition, OffsetRange> ranges = new HashMap<>();
    /** Positions that have a dead letter, as {@code partition/offset}. */
    final Set<String> lettered = new HashSet<>();
    Map<SourcePartition, OffsetRange> complete = ranges;
    boolean allLetters = true;
    /** How often the records were read. */
    int readings;

    AuditFixture(Path folder) {
        this.folder = folder;
        FakeRegistry registry = new FakeRegistry();
        registry.register(VISITS, AVSC);
        this.catalog = new ContractCatalog(registry);
        var unused = catalog.refresh();
    }

    static ConsumerRecord<byte[], byte[]> event(int partition, long offset, String pk) {
        return event(partition, offset, pk, Duration.ZERO);
    }

    /** An event that was accepted some time ago. */
    static ConsumerRecord<byte[], byte[]> event(int partition, long offset, String pk, Duration ago) {
        return event(partition, offset, pk, ago, 0);
    }

    static ConsumerRecord<byte[], byte[]> event(int partition, long offset, String pk, Duration ago, long revision) {
        var event = new GenericRecordBuilder(CONTRACT.schema()).set("pk", pk).set("event_id", "e")
                .set("event_time", 1L).set("revision", revision).build();
        return record(partition, offset, pk.getBytes(StandardCharsets.UTF_8), RecordCodec.encode(CONTRACT, event),
                ago);
    }

    static ConsumerRecord<byte[], byte[]> poison(int partition, long offset) {
        return record(partition, offset, new byte[0], new byte[]{1, 2, 3}, Duration.ZERO);
    }

    /** An event with bytes behind it: a record that is no event, and from whose beginning a key can be read. */
    static ConsumerRecord<byte[], byte[]> torn(int partition, long offset, String pk) {
        ConsumerRecord<byte[], byte[]> event = event(partition, offset, pk);
        return record(partition, offset, event.key(), Arrays.copyOf(event.value(), event.value().length + 1),
                Duration.ZERO);
    }

    /** An event under the Kafka key of another: a record that is no event. */
    static ConsumerRecord<byte[], byte[]> underAnotherKey(int partition, long offset, String pk) {
        return record(partition, offset, "another".getBytes(StandardCharsets.UTF_8),
                event(partition, offset, pk).value(), Duration.ZERO);
    }

    private static ConsumerRecord<byte[], byte[]> record(int partition, long offset, byte[] key, byte[] value,
            Duration ago) {
        return new ConsumerRecord<>(VISITS.topic(), partition, offset, NOW.minus(ago).toEpochMilli(),
                TimestampType.CREATE_TIME, key.length, value.length, key, value, new RecordHeaders(),
                Optional.empty());
    }

    /** Makes these the records that the audit reads, with these offsets for each of the partitions. */
    void audited(int partitions, OffsetRange range, List<ConsumerRecord<byte[], byte[]>> read) {
        records.addAll(read);
        for (int partition = 0; partition < partitions; partition++) {
            ranges.put(new SourcePartition(TOPIC, partition), range);
        }
    }

    /** Lands records as a writer with this dedup horizon does. */
    void land(int partitions, OffsetRange range, List<ConsumerRecord<byte[], byte[]>> landed, Duration horizon) {
        land(TOPIC, partitions, range, landed, horizon);
    }

    /** Lands records of another topic of the stream. */
    void land(String topic, int partitions, OffsetRange range, List<ConsumerRecord<byte[], byte[]>> landed,
            Duration horizon) {
        Map<Integer, OffsetRange> covered = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            covered.put(partition, range);
        }
        try (EventTable table = EventTables.open(folder, ContractTable.shape(CONTRACT),
                new WriterOptions("batch", horizon, 1 << 24));
                RecordLander lander = new RecordLander(VISITS, catalog, new DeadLetterTopic(letters), table, "batch",
                        new DecodedMemory(1 << 26))) {
            lander.add(topic, new UnlandedRecords(landed, covered));
            lander.land(any -> Map.of());
        }
    }

    /** Adds rows as another program does. */
    void insert(List<ConsumerRecord<byte[], byte[]>> rows) {
        insert(rows, Duration.ofDays(30));
    }

    /** Adds rows as another program does that forgets keys after some time. */
    void insert(List<ConsumerRecord<byte[], byte[]>> rows, Duration horizon) {
        try (EventTable table = open("test", horizon)) {
            Remerge inserted = new Remerge(catalog.find(VISITS).orElseThrow(), table, "test", 1 << 20, 1_000);
            rows.forEach(inserted::add);
            inserted.merge();
        }
    }

    /** Records that a rebuild reads up to this offset of the first partition. */
    void rebuilds(long until) {
        try (EventTable table = open("rebuild")) {
            RowOrigins.rebuild(table, Map.of(new SourcePartition(TOPIC, 0), until));
        }
    }

    private EventTable open(String writer) {
        return open(writer, Duration.ofDays(30));
    }

    private EventTable open(String writer, Duration horizon) {
        return EventTables.open(folder, ContractTable.shape(CONTRACT), new WriterOptions(writer, horizon, 1 << 24));
    }

    /** Runs the audit; each finding is its kind and position, and of a doubled key the pk. */
    Set<String> findings(long memory) {
        Set<String> found = new TreeSet<>();
        try (TableReader table = EventTables.read(folder)) {
            new KeyAudit(VISITS, catalog, this, new AuditedTable.WholeTable(table), memory).run(true,
                    finding -> found.add(text(finding)));
        }
        return found;
    }

    /**
     * Runs the audit in two shares of offsets, the second of which reads only the files that were added after a version.
     *
     * @param version
     *            a version without rows of the second share
     */
    Set<String> findingsOfShares(long middle, long version) {
        Set<String> found = new TreeSet<>();
        Map<SourcePartition, OffsetRange> all = Map.copyOf(ranges);
        try (EventTable table = open("audit");
                TableReader reader = EventTables.read(folder)) {
            for (boolean second : new boolean[]{false, true}) {
                all.forEach((source, range) -> ranges.put(source, second
                        ? new OffsetRange(middle, range.until())
                        : new OffsetRange(range.from(), middle)));
                new KeyAudit(VISITS, catalog, this,
                        new AuditedTable.AddedFiles(reader, table, second ? version : -1, second ? version : -1, this),
                        MEMORY).run(false, finding -> found.add(text(finding)));
            }
        }
        ranges.putAll(all);
        return found;
    }

    /** Runs a share of offsets that reads only the files that were added after a version, when others were shared before. */
    AuditCounts share(long from, long until, long version, Set<String> found) {
        try (EventTable table = open("audit"); TableReader reader = EventTables.read(folder)) {
            ranges.clear();
            if (from < until) {
                ranges.put(new SourcePartition(TOPIC, 0), new OffsetRange(from, until));
            }
            return new KeyAudit(VISITS, catalog, this,
                    new AuditedTable.AddedFiles(reader, table, version, version, this), MEMORY).run(false,
                            finding -> found.add(text(finding)));
        }
    }

    @Override
    public Set<String> topicIds() {
        return ranges.isEmpty() ? Set.of(TOPIC) : AuditedRecords.super.topicIds();
    }

    long version() {
        try (TableReader table = EventTables.read(folder)) {
            return table.status().orElseThrow().version();
        }
    }

    private static String text(AuditFinding finding) {
        return switch (finding.kind()) {
            case GAP, GHOST -> finding.kind().label() + " " + finding.source().partition() + "/" + finding.offset();
            case DOUBLED -> "doubled " + finding.key().orElseThrow().pk();
        };
    }

    /** Runs the audit for its numbers. */
    AuditCounts counts(boolean allRows) {
        try (TableReader table = EventTables.read(folder)) {
            return new KeyAudit(VISITS, catalog, this, new AuditedTable.WholeTable(table), MEMORY).run(allRows,
                    finding -> {
                        // the numbers count
                    });
        }
    }

    @Override
    public Map<SourcePartition, OffsetRange> ranges() {
        return ranges;
    }

    @Override
    public void read(Sink sink) {
        readings++;
        records.forEach(record -> sink.accept(TOPIC, record));
    }

    @Override
    public void read(Map<Integer, List<OffsetRange>> wanted, Sink sink) {
        records.stream()
                .filter(record -> wanted.getOrDefault(record.partition(), List.of()).stream()
                        .anyMatch(range -> range.contains(record.offset())))
                .forEach(record -> sink.accept(TOPIC, record));
    }

    @Override
    public Map<Integer, Long> completeFrom() {
        Map<Integer, Long> from = new HashMap<>();
        complete.forEach((source, range) -> from.put(source.partition(), range.from()));
        return from;
    }

    @Override
    public Map<SourcePartition, OffsetRange> complete() {
        return complete;
    }

    @Override
    public Map<SourcePartition, Set<Long>> deadLetters(Map<SourcePartition, OffsetRange> offsets) {
        Map<SourcePartition, Set<Long>> found = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (lettered.contains(record.partition() + "/" + record.offset())) {
                found.computeIfAbsent(new SourcePartition(TOPIC, record.partition()), s -> new HashSet<>())
                        .add(record.offset());
            }
        }
        return found;
    }

    @Override
    public boolean hasAllDeadLetters() {
        return allLetters;
    }
}
