package io.millrace.systemtests.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.functions;

/**
 * Reads with Spark what {@code verify-readers} made: odd values of a partition column, in the log and in the names of
 * folders, and every filter on a table with statistics and on its copy without. Then rewrites the tables of odd values, so
 * that Millrace can be asked whether it follows. Exits with 0 when all answers are right.
 */
public final class ReaderReadBack {
    private final SparkSession spark;
    private int wrong;

    private ReaderReadBack(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * @param arguments
     *            the file that names the tables and says what is in them
     */
    public static void main(String[] arguments) throws IOException {
        JsonNode manifest = new ObjectMapper().readTree(Path.of(arguments[0]).toFile());
        int wrong;
        try (SparkSession spark = SparkSessions.writing()) {
            ReaderReadBack readBack = new ReaderReadBack(spark);
            readBack.folders(manifest.required("odd"));
            readBack.partitions(manifest.required("odd"));
            readBack.partitions(manifest.required("unnamable"));
            readBack.bounds(manifest.required("bounds"));
            readBack.delete(manifest.required("odd"));
            readBack.update(manifest.required("odd"));
            // Spark names the folder of each partition that it writes, and these values are too long for a name.
            readBack.delete(manifest.required("unnamable"));
            wrong = readBack.wrong;
        }
        System.out.println(wrong == 0
                ? "OK: Spark reads the values and the rows that are there."
                : "FAILED: " + wrong + " answers of Spark differ.");
        System.exit(wrong == 0 ? 0 : 1);
    }

    private void report(String what, int count, List<String> differences) {
        wrong += differences.size();
        System.out.println((differences.isEmpty() ? "ok         " : "DIFFERENT  ") + "Spark: " + count + " " + what
                + (differences.isEmpty() ? "" : ", " + differences.size() + " wrong"));
        differences.stream().limit(20).forEach(line -> System.out.println("             " + line));
    }

    private static Map<Long, String> values(JsonNode entry) {
        Map<Long, String> values = new HashMap<>();
        entry.required("values").fields()
                .forEachRemaining(value -> values.put(Long.valueOf(value.getKey()), value.getValue().textValue()));
        return values;
    }

    private Dataset<Row> table(JsonNode entry, String name) {
        return spark.read().format("delta").load(entry.required(name).textValue());
    }

    /** By Spark's own unescaping, not by its log. */
    private void folders(JsonNode entry) {
        List<String> wanted = values(entry).values().stream().map(String::valueOf).sorted().toList();
        List<String> found = new ArrayList<>();
        for (String folder : Objects.requireNonNull(new File(entry.required("table").textValue()).list())) {
            if (folder.startsWith("region=")) {
                String value = folder.substring("region=".length());
                found.add(value.equals(ExternalCatalogUtils.DEFAULT_PARTITION_NAME())
                        ? "null"
                        : ExternalCatalogUtils.unescapePathName(value));
            }
        }
        // The name in which U+FFFE and U+FFFF are, which are escaped as bytes: Spark unescapes to Latin-1.
        List<String> odd = wanted.stream().filter(value -> value.equals("\ufffe") || value.equals("\uffff")).toList();
        List<String> missing = wanted.stream().filter(value -> !odd.contains(value) && !found.contains(value)).toList();
        report("names of folders unescaped", found.size(), missing);
    }

    private void partitions(JsonNode entry) {
        Map<Long, String> wanted = values(entry);
        Map<Long, String> found = new HashMap<>();
        Dataset<Row> table = table(entry, "table").select("n", "region");
        table.collectAsList()
                .forEach(row -> found.put(row.getLong(0), row.getString(1)));
        List<String> read = new ArrayList<>();
        List<String> filtered = new ArrayList<>();
        wanted.forEach((n, value) -> {
            if (!found.containsKey(n) || !Objects.equals(value, found.get(n))) {
                read.add(value + " is " + found.get(n));
            }
            Column region = functions.col("region");
            List<Row> rows = table.filter(value == null ? region.isNull() : region.equalTo(functions.lit(value)))
                    .collectAsList();
            if (rows.size() != 1 || rows.get(0).getLong(0) != n) {
                filtered.add(value + " finds " + rows);
            }
        });
        report("odd values read", wanted.size(), read);
        report("odd values filtered", wanted.size(), filtered);
    }

    private void bounds(JsonNode entry) {
        Dataset<Row> table = table(entry, "table");
        // Not cached: Spark's cache skips by statistics of its own, and finds no NaN.
        Dataset<Row> all = table(entry, "bare");
        List<String> differences = new ArrayList<>();
        int filters = 0;
        for (JsonNode column : entry.required("columns")) {
            String name = column.required("name").textValue();
            List<Column> conditions = new ArrayList<>(List.of(functions.col(name).isNull(), functions.col(name).isNotNull()));
            for (JsonNode value : column.required("values")) {
                String type = all.schema().apply(name).dataType().sql();
                Column literal = type.equals("BINARY")
                        ? functions.unhex(functions.lit(value.textValue()))
                        : functions.lit(value.textValue()).cast(type);
                conditions.add(functions.col(name).lt(literal));
                conditions.add(functions.col(name).equalTo(literal));
                conditions.add(functions.col(name).gt(literal));
            }
            for (Column condition : conditions) {
                filters++;
                List<Long> pruned = ids(table, condition);
                List<Long> full = ids(all, condition);
                if (!pruned.equals(full)) {
                    differences.add(condition + ": " + pruned + " and not " + full);
                }
            }
        }
        for (String query : List.of("min(a_long), max(a_long), min(an_int), max(an_int), min(a_date), max(a_date)",
                "min(a_float), max(a_float), min(a_double), max(a_double)", "count(*)")) {
            filters++;
            // Delta answers from the statistics, and fails at dates in the classes of java.time.
            spark.conf().set("spark.sql.datetime.java8API.enabled", "false");
            List<Row> pruned = table.selectExpr(query.split(", ")).collectAsList();
            List<Row> full = all.selectExpr(query.split(", ")).collectAsList();
            spark.conf().set("spark.sql.datetime.java8API.enabled", "true");
            if (!pruned.equals(full)) {
                differences.add(query + ": " + pruned + " and not " + full);
            }
        }
        report("filters, with and without statistics", filters, differences);
    }

    private static List<Long> ids(Dataset<Row> rows, Column condition) {
        return rows.filter(condition).select("id").collectAsList().stream().map(row -> row.getLong(0)).sorted().toList();
    }

    /** Every third row is deleted; and all actions are copied to a checkpoint. */
    private void delete(JsonNode entry) {
        String table = entry.required("table").textValue();
        spark.sql("DELETE FROM delta.`" + table + "` WHERE n % 3 = 0");
        DeltaLog.forTable(spark, table).checkpoint();
        kept(entry, "rows after a deletion");
    }

    /** Every other third is written again. */
    private void update(JsonNode entry) {
        spark.sql("UPDATE delta.`" + entry.required("table").textValue()
                + "` SET event_id = event_id WHERE n % 3 = 1");
        kept(entry, "rows after an update");
    }

    private void kept(JsonNode entry, String what) {
        List<Long> wanted = values(entry).keySet().stream().filter(n -> n % 3 != 0).sorted().toList();
        List<Long> found = table(entry, "table").select("n").collectAsList().stream().map(row -> row.getLong(0)).sorted()
                .toList();
        report(what, wanted.size(), wanted.equals(found) ? List.of() : List.of(found + " and not " + wanted));
    }
}
