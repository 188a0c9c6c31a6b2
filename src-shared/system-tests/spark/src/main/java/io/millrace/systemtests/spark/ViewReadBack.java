package io.millrace.systemtests.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.spark.sql.SparkSession;

/** Makes the view of a stream in Spark and compares its rows with what it must show. Exits with 0 when they are the same. */
public final class ViewReadBack {
    private ViewReadBack() {}

    /**
     * @param arguments
     *            the file that says the statement, the name of the view and its rows
     */
    public static void main(String[] arguments) throws IOException {
        JsonNode sample = new ObjectMapper().readTree(Path.of(arguments[0]).toFile());
        List<String> expected = new ArrayList<>();
        sample.required("rows").forEach(row -> expected.add(row.textValue()));
        System.exit(compare(sample, expected) ? 0 : 1);
    }

    private static boolean compare(JsonNode sample, List<String> expected) throws IOException {
        try (SparkSession spark = SparkSessions.reading()) {
            spark.sql(sample.required("sql").textValue());
            List<String> found = spark.sql("SELECT * FROM " + sample.required("view").textValue()).collectAsList()
                    .stream().map(SparkRowText::of).toList();
            boolean ok = found.size() == expected.size() && new TreeSet<>(found).equals(new TreeSet<>(expected))
                    && !expected.isEmpty();
            if (!ok) {
                System.out.println(sample.required("sql").textValue());
                found.stream().filter(row -> !expected.contains(row)).forEach(row -> System.out.println("Spark: " + row));
                expected.stream().filter(row -> !found.contains(row)).forEach(row -> System.out.println("wanted: " + row));
            }
            System.out.println(ok
                    ? "OK: in Spark the view shows all " + found.size() + " rows, the old ones with the defaults."
                    : "FAILED: in Spark the view shows other rows than it must.");
            return ok;
        }
    }
}
