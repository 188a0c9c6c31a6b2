package io.millrace.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.audit.AuditCounts;
import io.millrace.landing.audit.AuditFinding;
import io.millrace.landing.audit.AuditedRecords;
import io.millrace.landing.audit.AuditedTable;
import io.millrace.landing.audit.KeyAudit;
import io.millrace.landing.audit.RecordedFinding;
import io.millrace.landing.audit.SuppliedOffsets;
import io.millrace.launcher.audit.AuditReport;
import io.millrace.launcher.audit.BronzeRanges;
import io.millrace.launcher.audit.FoundDifferences;
import io.millrace.launcher.audit.KafkaRecords;
import io.millrace.launcher.audit.RecordsOfBoth;
import io.millrace.launcher.audit.WatchedRecords;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.WrongUseException;
import io.millrace.launcher.topic.KafkaTopic;
import io.millrace.launcher.topic.TimeWindow;
import io.millrace.table.AcknowledgedDifference;
import io.millrace.table.Books;
import io.millrace.table.DeletedOffsets;
import io.millrace.table.EventTable;
import io.millrace.table.TableReader;
import io.millrace.table.TableStatus;
import io.millrace.table.factory.EventTables;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code audit}: compares the records of a stream with its table by their keys, and shows or acknowledges its books. */
@Command(name = "audit", description = "Compares the records of a stream with its table, while the services run.", mixinStandardHelpOptions = true, footer = {
        "", "Names each gap (a record that is neither a row nor a dead letter), ghost (a row without a record) and",
        "doubled key, and prints the books. Exit code 1 when something was found that nobody has explained, when the",
        "books do not balance, or while an entry of offsets that Kafka deleted before they were merged is open.",
        "Details: src-shared/docs/operating.md, \"Books and audit\".", "", "Examples:", "  ./millrace audit earthquake",
        "  ./millrace audit earthquake --since 2026-03-01 --export findings.jsonl",
        "  ./millrace audit earthquake --acknowledge \"the table was restored from a copy\""})
final class AuditCommand implements Callable<Integer> {
    private static final String WRITER = "audit";
    private static final int MOST_PRINTED = 20;
    /** The part of the heap that an audit may use. */
    private static final int PART_OF_HEAP = 2;

    /** Where records are read from. */
    enum Source {
        AUTO, BRONZE, KAFKA
    }

    @Mixin
    private StreamAccess access = new StreamAccess();

    @Option(names = "--from", paramLabel = "SOURCE", description = "kafka, bronze, or auto: Kafka, and the bronze table for what Kafka no longer has. Default: auto.", defaultValue = "auto")
    private String from = "";

    @Option(names = "--since", paramLabel = "TIME", description = "Only records from the first one with this Kafka timestamp or a later one: a time or a date, in UTC.")
    private Optional<String> since = Optional.empty();

    @Option(names = "--until", paramLabel = "TIME", description = "Only records before the first one with this Kafka timestamp or a later one.")
    private Optional<String> until = Optional.empty();

    @Option(names = "--export", paramLabel = "FILE", description = "Writes each finding as a line of JSON.")
    private @Nullable Path export;

    @Option(names = "--keys", description = "Shows pk and event id, which may be personal data, beside the hash of the pk.")
    private boolean keys;

    @Option(names = "--acknowledge", paramLabel = "REASON", description = "Records as explained, in the table, with time and reason: the findings of this audit, the open findings of batch-service, the offsets that Kafka deleted before they were merged, and the difference of the books.")
    private Optional<String> reason = Optional.empty();

    @Option(names = "--json", description = "Prints one line of JSON on standard output.")
    private boolean json;

    @Override
    public Integer call() {
        StreamName stream = access.stream();
        TimeWindow window = TimeWindow.of(since, until);
        Source source = source();
        if (reason.isPresent() && !AcknowledgedDifference.isReason(reason.get())) {
            throw new WrongUseException("--acknowledge needs a reason of 1 to " + AcknowledgedDifference.MAX_REASON
                    + " characters in one line.");
        }
        try (TableReader table = EventTables.read(access.root().resolve(stream.value()))) {
            TableStatus status = table.status().orElseThrow(() -> new LauncherException("There is no table of stream "
                    + stream + " in " + access.root() + ". It is created with the first events; name other tables with"
                    + " --tables."));
            FoundDifferences found = new FoundDifferences(status.marks());
            SuppliedOffsets supplied = new SuppliedOffsets(DeletedOffsets.open(status.marks()));
            try (Findings findings = new Findings(found, supplied)) {
                AuditCounts counts = audit(stream, source, window, table, status.marks(), supplied, findings);
                close(supplied);
                findings.end(DeletedOffsets.open(table.status().orElse(status).marks()));
                return reason.isPresent()
                        ? acknowledge(reason.get(), counts, found)
                        : report(counts, found.explained(), table.status().orElse(status).marks());
            }
        } catch (KafkaException e) {
            throw KafkaTopic.noAnswer(access.brokers(), e);
        }
    }

    /** Closes the entries of deleted offsets for those whose records the audit has found in the table. */
    private void close(SuppliedOffsets supplied) {
        if (supplied.supplied().isEmpty()) {
            return;
        }
        try (EventTable table = access.open(access.contracts(), WRITER)) {
            List<DeletedOffsets> closed = supplied.close(table);
            if (!json) {
                closed.forEach(entry -> System.out.println("closed, as the records were found and are merged: "
                        + AuditReport.text(entry)));
            }
        }
    }

    /** Prints the result; returns the exit code. */
    private int report(AuditCounts counts, long explained, Map<String, Long> marks) {
        Map<String, Books> books = Books.of(marks);
        List<AcknowledgedDifference> acknowledged = AcknowledgedDifference.of(marks);
        List<RecordedFinding> open = RecordedFinding.open(marks);
        List<DeletedOffsets> deleted = DeletedOffsets.open(marks);
        if (json) {
            System.out.println(AuditReport.withDeleted(AuditReport.withOpen(
                    AuditReport.json(access.stream().value(), counts, books, acknowledged), open, explained),
                    deleted));
        } else {
            AuditReport.print(System.out, counts, books, acknowledged);
            AuditReport.printOpen(System.out, open, explained);
            AuditReport.printDeleted(System.out, deleted);
        }
        return counts.findings() > explained || !open.isEmpty() || !deleted.isEmpty()
                || books.values().stream().anyMatch(b -> b.difference() != 0) ? 1 : 0;
    }

    private AuditCounts audit(StreamName stream, Source source, TimeWindow window, TableReader table,
            Map<String, Long> watermarks, SuppliedOffsets supplied, Consumer<AuditFinding> sink) {
        ContractCatalog catalog = access.catalog();
        if (source == Source.BRONZE) {
            try (TableReader bronze = EventTables.read(access.root().resolve(stream.bronzeTable()))) {
                return compare(stream, catalog,
                        new WatchedRecords(bronze(stream, bronze, window, watermarks), supplied), table, window, sink);
            }
        }
        try (KafkaRecords kafka = new KafkaRecords(access.brokers(), stream, window, watermarks);
                TableReader bronze = EventTables.read(access.root().resolve(stream.bronzeTable()))) {
            AuditedRecords records = source == Source.KAFKA || kafka.reachesTheBeginning()
                    || bronze.status().isEmpty()
                            ? kafka
                            : new RecordsOfBoth(kafka, bronze(stream, bronze, window, watermarks));
            return compare(stream, catalog, new WatchedRecords(records, supplied), table, window, sink);
        }
    }

    private BronzeRanges bronze(StreamName stream, TableReader bronze, TimeWindow window,
            Map<String, Long> watermarks) {
        if (bronze.status().isEmpty()) {
            throw new LauncherException("Stream " + stream + " has no bronze table in " + access.root()
                    + ". Use --from kafka, or name the tables with --tables.");
        }
        return new BronzeRanges(bronze, access.brokers(), stream, window, watermarks);
    }

    private static AuditCounts compare(StreamName stream, ContractCatalog catalog, AuditedRecords records,
            TableReader table, TimeWindow window, Consumer<AuditFinding> sink) {
        long memory = Runtime.getRuntime().maxMemory() / PART_OF_HEAP;
        long offsets = KeyAudit.offsets(records);
        if (offsets > KeyAudit.mostOffsets(memory)) {
            throw new LauncherException(
                    offsets + " offsets are too many for the " + memory + " bytes of memory that the"
                            + " audit may use. Audit a shorter time with --since and --until.");
        }
        return new KeyAudit(stream, catalog, records, new AuditedTable.WholeTable(table), memory)
                .run(window.equals(TimeWindow.ALL), sink);
    }

    /** Records what was found, and prints the result after that; returns the exit code. */
    private int acknowledge(String text, AuditCounts counts, FoundDifferences found) {
        try (EventTable table = access.open(access.contracts(), WRITER)) {
            List<AcknowledgedDifference> entries = table.acknowledge(text);
            Map<String, RecordedFinding> findings = new TreeMap<>();
            RecordedFinding.open(table.status().marks()).forEach(finding -> findings.put(finding.name(), finding));
            found.open().forEach(finding -> findings.put(finding.name(), finding));
            List<DeletedOffsets> deleted = DeletedOffsets.open(table.status().marks());
            table.mark(RecordedFinding.explained(findings.values(), deleted, Instant.now(), text));
            if (!json && entries.isEmpty() && findings.isEmpty() && deleted.isEmpty()) {
                System.out.println("There is no difference to acknowledge.");
            } else if (!json) {
                acknowledged(entries, findings.values(), deleted);
            }
            if (found.others() > 0) {
                System.err.println(found.others() + " more findings are not explained, as one call explains "
                        + FoundDifferences.MOST_EXPLAINED + ". Run it again for the next ones.");
            }
            return report(counts, counts.findings() - found.others(), table.status().marks());
        }
    }

    private static void acknowledged(List<AcknowledgedDifference> entries, Collection<RecordedFinding> findings,
            List<DeletedOffsets> deleted) {
        findings.stream().limit(MOST_PRINTED).forEach(finding -> System.out.println("Acknowledged the "
                + finding.text()
                + (finding.source().topicId().isEmpty() ? "" : " of topic " + finding.source().topicId()) + "."));
        if (findings.size() > MOST_PRINTED) {
            System.out.println("... and " + (findings.size() - MOST_PRINTED) + " more");
        }
        deleted.forEach(entry -> System.out.println("Acknowledged the loss of " + entry.text() + "."));
        entries.forEach(entry -> System.out.println("Acknowledged a difference of " + entry.offsets()
                + " offsets of topic " + entry.topicId() + "."));
    }

    private Source source() {
        for (Source source : Source.values()) {
            if (source.name().equalsIgnoreCase(from)) {
                return source;
            }
        }
        throw new WrongUseException("--from must be auto, kafka or bronze, not '" + from + "'.");
    }

    /** Prints the first findings, and exports all of them. */
    private final class Findings implements Consumer<AuditFinding>, AutoCloseable {
        private final @Nullable PrintWriter file;
        private final FoundDifferences found;
        private final SuppliedOffsets supplied;
        private long number;

        Findings(FoundDifferences found, SuppliedOffsets supplied) {
            this.found = found;
            this.supplied = supplied;
            try {
                file = export == null
                        ? null
                        : new PrintWriter(Files.newBufferedWriter(export, StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new LauncherException("The file " + export + " cannot be written (" + e + ").", e);
            }
        }

        @Override
        public void accept(AuditFinding finding) {
            boolean isExplained = found.add(finding);
            if (finding.kind() == AuditFinding.Kind.GAP) {
                supplied.remove(finding.source(), finding.offset());
            }
            if (file != null) {
                file.println(AuditReport.json(finding, keys).put("explained", isExplained));
            }
            if (!json && number++ < MOST_PRINTED) {
                System.out.println(AuditReport.text(finding, keys) + (isExplained ? " (explained)" : ""));
            }
        }

        /** The last finding was taken; exports the open entries of deleted offsets. */
        void end(List<DeletedOffsets> deleted) {
            if (file != null) {
                deleted.forEach(entry -> file.println(AuditReport.json(entry)));
            }
            if (number > MOST_PRINTED) {
                System.out.println("... and " + (number - MOST_PRINTED) + " more"
                        + (file == null ? ": --export FILE writes all" : ", see " + export));
            }
            if (file != null && file.checkError()) {
                throw new LauncherException("The file " + export + " could not be written to its end.");
            }
        }

        @Override
        public void close() {
            if (file != null) {
                file.close();
            }
        }
    }
}
