package io.millrace.systemtests.spark;

import java.util.Locale;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Two readings of one table.
 *
 * @param task
 *            the table, and what we found
 * @param spark
 *            what Spark found
 */
record Comparison(ReadBackTask task, SparkReading spark) {
    private static final String LINE = "  %-20s %-34s %-34s %s%n";

    /** Whether the readers agree with each other, and the data files with the log. */
    boolean ok() {
        return task.ours().equals(spark) && spark.rows() == spark.loggedRows();
    }

    /** As a table for people, with the verdict. */
    String text() {
        SparkReading ours = task.ours();
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%n  %s, version %d, key %s%n%n", task.table(),
                task.version(), String.join(", ", task.key())));
        text.append(String.format(Locale.ROOT, LINE, "", "Millrace", "Spark", "").stripTrailing()).append('\n');
        line(text, "rows", ours.rows(), spark.rows());
        line(text, "rows by the log", ours.loggedRows(), spark.loggedRows());
        line(text, "distinct keys", ours.distinctKeys(), spark.distinctKeys());
        line(text, "checksum", ours.checksum(), spark.checksum());
        if (!ok() && ours.equals(spark)) {
            return text.append("\nFAILED: the data files do not hold as many rows as the log says.").toString();
        }
        return text.append(ok()
                ? "\nOK: Spark reads every row and every column as Millrace does."
                : "\nFAILED: Spark and Millrace do not read the same.").toString();
    }

    /** As one line of JSON. */
    String json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("rows", task.ours().rows()).put("distinct_keys", task.ours().distinctKeys());
        json.put("spark_rows", spark.rows()).put("spark_distinct_keys", spark.distinctKeys());
        return json.put("checksum_equal", task.ours().checksum().equals(spark.checksum())).put("ok", ok()).toString();
    }

    private static void line(StringBuilder text, String label, Object ours, Object spark) {
        text.append(String.format(Locale.ROOT, LINE, label, ours, spark, ours.equals(spark) ? "" : "DIFFERENT")
                .stripTrailing()).append('\n');
    }
}
