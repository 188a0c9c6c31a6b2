package io.millrace.systemtests.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;

/** Reads the tables that faults left with Spark, and compares each with what it must see. Exits with 0 when all are so. */
public final class FaultReadBack {
    private FaultReadBack() {}

    /**
     * @param arguments
     *            the file that names the tables, and the version and the rows of each
     */
    public static void main(String[] arguments) throws IOException {
        JsonNode tables = new ObjectMapper().readTree(Path.of(arguments[0]).toFile());
        int wrong = 0;
        try (SparkSession spark = SparkSessions.reading()) {
            for (JsonNode table : tables) {
                Finding finding = finding(spark, table);
                wrong += finding.ok() ? 0 : 1;
                System.out.println((finding.ok() ? "ok         " : "DIFFERENT  ")
                        + table.required("name").textValue() + ": " + finding.text());
            }
        }
        boolean ok = wrong == 0 && !tables.isEmpty();
        System.out.println(ok
                ? "OK: Spark sees all " + tables.size() + " tables as it must."
                : "FAILED: of " + tables.size() + " tables Spark sees " + wrong + " otherwise.");
        System.exit(ok ? 0 : 1);
    }

    private record Finding(boolean ok, String text) {}

    private static Finding finding(SparkSession spark, JsonNode wanted) {
        boolean refused = wanted.path("refused").booleanValue();
        String table = wanted.required("table").textValue();
        List<String> rows;
        long version;
        try {
            rows = spark.read().format("delta").load(table).collectAsList().stream().map(SparkRowText::of).sorted()
                    .toList();
            version = DeltaLog.forTable(spark, table).unsafeVolatileSnapshot().version();
        } catch (Exception e) { // Delta's AnalysisException is a checked one that Java does not see thrown
            return new Finding(refused, "refused, " + SparkReadBack.reason(e));
        }
        String found = rows.size() + " rows of version " + version;
        if (refused) {
            return new Finding(false, found + " and not refused");
        }
        List<String> wantedRows = new ArrayList<>();
        wanted.required("rows").forEach(row -> wantedRows.add(row.textValue()));
        return rows.equals(wantedRows) && version == wanted.required("version").longValue()
                ? new Finding(true, found)
                : new Finding(false, found + ", " + rows + ", and not " + wantedRows.size() + " rows of version "
                        + wanted.required("version") + ", " + wantedRows);
    }
}
