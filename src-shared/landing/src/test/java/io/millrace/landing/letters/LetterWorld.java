package io.millrace.landing.letters;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.record.QuarantineHeaders;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.testing.FakeRegistry;
import io.millrace.landing.DecodedMemory;
import io.millrace.landing.LetterCollector;
import io.millrace.landing.RecordLander;
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
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A stream with its topics of one partition each, its table and its table of letters. A killed process leaves all of them. */
final class LetterWorld {
    static final StreamName VISITS = new StreamName("visits");
    static final String TOPIC = "AAAAAAAAAAAAAAAAAAAAAA";
    static final String LETTERS = "BBBBBBBBBBBBBBBBBBBBBB";
    static final int MAX_ATTEMPTS = 2;

    private static final String AVSC = """
            {"type": "record", "name": "Visit", "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}}%s
            ]}""";
    private static final String LATER = AVSC
            .formatted(", {\"name\": \"note\", \"type\": \"string\", \"default\": \"\"}");
    static final Contract FIRST = ContractParser.parse(VISITS, 1, 101, AVSC.formatted(""));
    static final Contract SECOND = ContractParser.parse(VISITS, 2, 102, LATER);

    private final Path folder;
    private final FakeRegistry registry = new FakeRegistry();
    private final MockProducer<byte[], byte[]> kafka = new MockProducer<>(true, null, new ByteArraySerializer(),
            new ByteArraySerializer());

    LetterWorld(Path folder) {
        this.folder = folder;
        registry.register(VISITS, AVSC.formatted(""));
    }

    /** From now on, events of the second version are events. */
    void registerSecond() {
        registry.register(VISITS, LATER);
    }

    static ProducerRecord<byte[], byte[]> event(Contract contract, String pk) {
        var event = new GenericRecordBuilder(contract.schema()).set("pk", pk).set("event_id", "e" + pk)
                .set("event_time", 1_000_000L).build();
        var record = new ProducerRecord<>(VISITS.topic(), pk.getBytes(StandardCharsets.UTF_8),
                RecordCodec.encode(contract, event));
        record.headers().add("ingest_ts", "1000000".getBytes(StandardCharsets.UTF_8));
        return record;
    }

    static ProducerRecord<byte[], byte[]> noEvent(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(VISITS.topic(), bytes, bytes);
    }

    void send(ProducerRecord<byte[], byte[]> record) {
        var unused = kafka.send(record);
    }

    /** Writes the letter of an event that the gateway refused. */
    void quarantine(String json) {
        var letter = new ProducerRecord<byte[], byte[]>(VISITS.deadLetterTopic(), null,
                json.getBytes(StandardCharsets.UTF_8));
        EventHeaders.add(letter.headers(), EventHeaders.INGESTED_AT, "1000000");
        EventHeaders.add(letter.headers(), EventHeaders.SOURCE, "http");
        EventHeaders.add(letter.headers(), DeadLetter.ERROR_CODE, "contract-violation");
        EventHeaders.add(letter.headers(), DeadLetter.ERROR_POINTER, "/note");
        EventHeaders.add(letter.headers(), QuarantineHeaders.CONTENT_TYPE, "application/json");
        send(letter);
    }

    List<ConsumerRecord<byte[], byte[]>> topic(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (var sent : kafka.history()) {
            if (sent.topic().equals(topic)) {
                records.add(new ConsumerRecord<>(topic, 0, records.size(), 1_000L * records.size(),
                        TimestampType.CREATE_TIME, -1, -1, sent.key(), sent.value(),
                        new RecordHeaders(sent.headers()), Optional.empty()));
            }
        }
        return records;
    }

    StreamContracts contracts() {
        return catalog().find(VISITS).orElseThrow();
    }

    private ContractCatalog catalog() {
        ContractCatalog catalog = new ContractCatalog(registry);
        var unused = catalog.refresh();
        return catalog;
    }

    /** A process: what it does until it is killed. */
    final class Process {
        private final KilledCalls calls;

        Process(KilledCalls calls) {
            this.calls = calls;
        }

        MockProducer<byte[], byte[]> openProducer() {
            return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
                    return calls.call(() -> kafka.send(record));
                }
            };
        }

        private EventTable visits() {
            return new KilledTable(EventTables.open(folder.resolve("visits"), ContractTable.shape(contracts().latest()),
                    new WriterOptions("batch", FIRST.dedupHorizon(), 1 << 24)), calls);
        }

        EventTable openLetters() {
            return new KilledTable(EventTables.open(folder.resolve("visits_dlq"), LetterTable.SHAPE,
                    new WriterOptions("batch", LetterTable.HORIZON, 1 << 24)), calls);
        }

        /** Merges the topic, writes letters, merges these, and resolves letters, as a run of batch-service does. */
        void runBatch() {
            try (EventTable visits = visits(); EventTable letters = openLetters()) {
                land(visits);
                Map<String, Long> watermarks = Map.of(new SourcePartition(TOPIC, 0).applicationId(),
                        visits.watermark(new SourcePartition(TOPIC, 0)).orElse(0));
                collect(letters);
                resolve(letters, watermarks);
            }
        }

        private void land(EventTable visits) {
            try (RecordLander lander = new RecordLander(VISITS, catalog(), new DeadLetterTopic(openProducer()), visits,
                    "batch", new DecodedMemory(1 << 20))) {
                var records = topic(VISITS.topic());
                long from = visits.watermark(new SourcePartition(TOPIC, 0)).orElse(0);
                if (from < records.size()) {
                    var unused = lander.add(TOPIC, new UnlandedRecords(records.subList((int) from, records.size()),
                            Map.of(0, new OffsetRange(from, records.size()))));
                    lander.land(partitions -> Map.of());
                }
            }
        }

        private void collect(EventTable letters) {
            var records = topic(VISITS.deadLetterTopic());
            long from = letters.watermark(new SourcePartition(LETTERS, 0)).orElse(0);
            if (from < records.size()) {
                LetterCollector collector = new LetterCollector(VISITS, letters, new LetterParsing(MAX_ATTEMPTS),
                        1 << 20);
                var unused = collector.add(LETTERS, new UnlandedRecords(records.subList((int) from, records.size()),
                        Map.of(0, new OffsetRange(from, records.size()))));
                collector.write(partitions -> Map.of());
            }
        }

        LetterResolution.Counts resolve(EventTable letters, Map<String, Long> watermarks) {
            try (TableReader reader = readLetters()) {
                return new LetterResolution(VISITS, watermarks).run(reader, letters);
            }
        }

        /** Sends the records of the open letters again, as an operator does. */
        Redrive.Counts redrive(Optional<LetterPatch> patch) {
            return redrive(patch, LetterFilter.ALL.in(LetterState.OPEN));
        }

        Redrive.Counts redrive(Optional<LetterPatch> patch, LetterFilter filter) {
            try (EventTable letters = openLetters(); TableReader reader = readLetters()) {
                return new Redrive(VISITS, TOPIC, openProducer(), letters,
                        new RedriveRecords(contracts(), patch, Clock.systemUTC()),
                        new Pace(Pace.UNLIMITED, System::nanoTime)).run(reader, filter, () -> false);
            }
        }
    }

    /** A process that is not killed. */
    Process process() {
        return new Process(new KilledCalls(-1, false));
    }

    TableReader readLetters() {
        return EventTables.read(folder.resolve("visits_dlq"));
    }

    /** The letters by the text of their key. */
    Map<String, Letter> letters() {
        Map<String, Letter> letters = new TreeMap<>();
        try (TableReader reader = readLetters()) {
            reader.rows(Long.MAX_VALUE, row -> {
                Letter letter = LetterRows.letter(row);
                byte[] key = letter.record().key();
                if (letters.put(key == null ? "" : new String(key, StandardCharsets.UTF_8), letter) != null) {
                    throw new AssertionError("letter " + letter.id() + " is there twice");
                }
            });
        }
        return letters;
    }

    /** The letter whose key is this text. */
    Letter letter(String key) {
        return Objects.requireNonNull(letters().get(key), key);
    }

    /** Id, state and attempts of each letter, by the text of its key. */
    Map<String, String> states() {
        Map<String, String> states = new TreeMap<>();
        letters().forEach((key, letter) -> states.put(key,
                letter.id() + " " + letter.state().code() + " " + letter.attempts()));
        return states;
    }

    /** The notes in the table. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        try (TableReader reader = EventTables.read(folder.resolve("visits"))) {
            reader.rows(Long.MAX_VALUE, row -> notes.add(String.valueOf(row.get("note"))));
        }
        return notes;
    }

    /** The pks of the table, each as often as it is there. */
    List<String> rows() {
        List<String> rows = new ArrayList<>();
        try (TableReader reader = EventTables.read(folder.resolve("visits"))) {
            reader.rows(Long.MAX_VALUE, row -> rows.add(row.get("pk") + "/" + row.get("event_id")));
        }
        rows.sort(null);
        return rows;
    }
}
