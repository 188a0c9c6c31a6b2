package io.millrace.launcher;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.DecodedMemory;
import io.millrace.landing.Remerge;
import io.millrace.landing.audit.RowOrigins;
import io.millrace.landing.audit.SuppliedOffsets;
import io.millrace.landing.letters.RedrivenLetters;
import io.millrace.launcher.audit.AuditReport;
import io.millrace.launcher.local.WrongUseException;
import io.millrace.launcher.rebuild.BronzeRecords;
import io.millrace.launcher.rebuild.RebuildProgress;
import io.millrace.launcher.rebuild.RecordSource;
import io.millrace.launcher.rebuild.TopicRecords;
import io.millrace.launcher.topic.KafkaTopic;
import io.millrace.launcher.topic.TimeWindow;
import io.millrace.table.DeletedOffsets;
import io.millrace.table.EventTable;
import io.millrace.table.TableReader;
import io.millrace.table.factory.EventTables;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rebuild}: merges the records of a stream again by their keys, while the services go on. */
@Command(name = "rebuild", description = "Merges the records of a stream into its table again, while the services run.", mixinStandardHelpOptions = true, footer = {
        "",
        "Inserts the rows that the table lacks. A row stays unless a record with a higher revision, or with the same",
        "revision and a lower offset, has the same key. Records that were no events when they were first read, and",
        "are events by the contract of today, become rows; those that a redrive sent again are left out.",
        "May be stopped and repeated.",
        "Details: src-shared/docs/operating.md, \"Rebuilding a table\".", "", "Examples:",
        "  ./millrace rebuild earthquake                        from the bronze table",
        "  ./millrace rebuild earthquake --from kafka --since 2026-03-01 --until 2026-03-02T12:00:00Z"})
final class RebuildCommand implements Callable<Integer> {
    private static final String WRITER = "rebuild";
    private static final int MOST_ROWS = 200_000;
    private static final double NANOS_PER_SECOND = 1e9;
    /** The system property with which the script says that standard error is a terminal; Java 21 cannot find out. */
    private static final String TERMINAL = "millrace.terminal";

    /** Where records are read from. */
    enum Source {
        BRONZE, KAFKA
    }

    @Mixin
    private StreamAccess access = new StreamAccess();

    @Option(names = "--from", paramLabel = "SOURCE", description = "bronze: the bronze table. kafka: the topic. Default: bronze.", defaultValue = "bronze")
    private String from = "";

    @Option(names = "--since", paramLabel = "TIME", description = "Only records with this Kafka timestamp or a later one: a time or a date, in UTC.")
    private Optional<String> since = Optional.empty();

    @Option(names = "--until", paramLabel = "TIME", description = "Only records with an earlier Kafka timestamp.")
    private Optional<String> until = Optional.empty();

    @Option(names = "--json", description = "End with one line of JSON on standard output.")
    private boolean json;

    @Override
    public Integer call() {
        StreamName stream = access.stream();
        TimeWindow window = TimeWindow.of(since, until);
        Source source = source();
        StreamContracts contracts = access.contracts();
        long start = System.nanoTime();
        try (RecordSource records = source == Source.BRONZE
                ? new BronzeRecords(access.root().resolve(stream.bronzeTable()), stream, window)
                : new TopicRecords(access.brokers(), stream, window);
                TableReader letters = EventTables.read(access.root().resolve(stream.letterTable()));
                EventTable table = access.open(contracts, WRITER)) {
            SuppliedOffsets supplied = new SuppliedOffsets(deleted(stream));
            RowOrigins.rebuild(table, records.ends());
            Result result = run(records, RedrivenLetters.of(letters), new Remerge(contracts, table, WRITER,
                    DecodedMemory.shareOfHeap(), MOST_ROWS), supplied);
            report(stream, source, result, supplied.close(table), (System.nanoTime() - start) / NANOS_PER_SECOND);
        } catch (KafkaException e) {
            throw KafkaTopic.noAnswer(access.brokers(), e);
        }
        return 0;
    }

    /**
     * @param merged
     *            the outcome of all other records
     * @param redriven
     *            number of records that were left out, because a redrive sent them again
     */
    private record Result(Remerge.Counts merged, long redriven) {}

    /** The open entries of offsets that Kafka deleted before they were merged; none without a table. */
    private List<DeletedOffsets> deleted(StreamName stream) {
        try (TableReader table = EventTables.read(access.root().resolve(stream.value()))) {
            return table.status().map(status -> DeletedOffsets.open(status.marks())).orElse(List.of());
        }
    }

    private static Result run(RecordSource records, RedrivenLetters letters, Remerge remerge,
            SuppliedOffsets supplied) {
        PrintStream err = System.err;
        RebuildProgress progress = new RebuildProgress(err, Boolean.getBoolean(TERMINAL), records.expected(),
                System::nanoTime);
        long[] redriven = {0};
        records.read((topicId, record) -> {
            supplied.add(topicId, record.partition(), record.offset());
            if (letters.supersede(topicId, record)) {
                redriven[0]++;
            } else {
                remerge.add(record);
            }
            progress.at(remerge.counts().records() + redriven[0]);
        });
        remerge.merge();
        progress.end(remerge.counts().records() + redriven[0]);
        return new Result(remerge.counts(), redriven[0]);
    }

    private void report(StreamName stream, Source source, Result result, List<DeletedOffsets> closed, double seconds) {
        Remerge.Counts counts = result.merged();
        long records = counts.records() + result.redriven();
        if (json) {
            System.out.println(new ObjectMapper().createObjectNode().put("stream", stream.value())
                    .put("from", source.name().toLowerCase(Locale.ROOT)).put("records", records)
                    .put("inserted", counts.inserted()).put("replaced", counts.replaced())
                    .put("unchanged", counts.unchanged()).put("not_events", counts.notEvents())
                    .put("redriven", result.redriven())
                    .put("deleted_closed", closed.stream().mapToLong(DeletedOffsets::count).sum())
                    .put("seconds", Math.round(seconds * 10) / 10.0));
        } else {
            System.out.println(records + " records: " + counts.inserted() + " rows inserted, "
                    + counts.replaced() + " replaced, " + counts.unchanged() + " events were in the table, "
                    + counts.notEvents() + " records are no events, " + result.redriven()
                    + " were sent again by a redrive.");
            closed.forEach(entry -> System.out.println("Merged, although Kafka deleted them before they were read: "
                    + AuditReport.text(entry) + "."));
        }
    }

    private Source source() {
        for (Source source : Source.values()) {
            if (source.name().equalsIgnoreCase(from)) {
                return source;
            }
        }
        throw new WrongUseException("--from must be bronze or kafka, not '" + from + "'.");
    }
}
