package io.millrace.launcher;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import io.millrace.launcher.audit.AuditReport;
import io.millrace.launcher.local.Percentile;
import io.millrace.table.AcknowledgedDifference;
import io.millrace.table.Books;
import io.millrace.table.DeletedOffsets;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableReader;
import io.millrace.table.TableStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code table}: reads the log and the files, and asks no service. */
@Command(name = "table", description = "Prints version, rows, files, partitions, watermarks, books and freshness of a table.", mixinStandardHelpOptions = true, footer = {
        "", "Reads the table itself and needs no running service.", "", "Examples:", "  ./millrace table earthquake",
        "  ./millrace table earthquake --data .millrace/demo", "  ./millrace table /srv/tables/earthquake"})
final class TableCommand implements Callable<Integer> {
    private static final int P95 = 95;

    @Mixin
    private TableChoice choice = new TableChoice();

    @Override
    public Integer call() {
        try (TableReader reader = choice.open()) {
            TableStatus status = reader.status().orElseThrow();
            line("table", status.location());
            line("version", status.version());
            line("rows",
                    status.rows() == TableStatus.UNKNOWN_ROWS ? "unknown: a file has no statistics" : status.rows());
            line("files", status.files() + " (" + status.bytes() + " bytes)");
            line("partitions", status.partitions() + " by " + status.partitionColumns());
            line("checkpoint", status.lastCheckpoint() < 0 ? "none yet" : "version " + status.lastCheckpoint());
            OptionalLong freshness = Percentile.of(reader.freshnessMillis(), P95);
            line("freshness P95", freshness.isPresent() ? freshness.getAsLong() + " ms" : "no rows");
            new TreeMap<>(status.marks()).forEach((name, mark) -> {
                if (!name.startsWith(Books.PREFIX) && !name.startsWith(AcknowledgedDifference.PREFIX)
                        && !name.startsWith(DeletedOffsets.PREFIX)) {
                    line(SourcePartition.isApplicationId(name) ? "watermark" : "mark", name + " = " + mark);
                }
            });
            Books.of(status.marks()).forEach(TableCommand::books);
            DeletedOffsets.of(status.marks()).forEach(entry -> line("deleted", AuditReport.text(entry)));
            DeletedOffsets.open(status.marks()).forEach(entry -> line("deleted, open", AuditReport.text(entry)));
            AcknowledgedDifference.of(status.marks()).forEach(entry -> line("acknowledged", entry.offsets()
                    + " offsets of topic " + entry.topicId() + " at " + entry.at() + ": " + entry.reason()));
        }
        return 0;
    }

    private static void books(String topicId, Books books) {
        line("books", "topic " + topicId + ": " + AuditReport.text(books));
    }

    private static void line(String label, Object value) {
        System.out.println(String.format(Locale.ROOT, "%-14s %s", label, value));
    }
}
