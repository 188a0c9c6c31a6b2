package io.millrace.systemtests.spark;

import java.util.Arrays;

import org.apache.spark.sql.SparkSession;

/** Reads a table with Spark and compares it with what we read. Exits with 0 when both are the same, else with 1. */
public final class SparkReadBack {
    private SparkReadBack() {}

    /**
     * @param arguments
     *            the line that the launcher's {@code fingerprint} printed, and perhaps {@code --json}
     */
    public static void main(String[] arguments) {
        ReadBackTask task = ReadBackTask.parse(arguments[0]);
        System.exit(compare(task, Arrays.asList(arguments).contains("--json")) ? 0 : 1);
    }

    private static boolean compare(ReadBackTask task, boolean json) {
        try (SparkSession spark = SparkSessions.reading()) {
            Comparison comparison = new Comparison(task, SparkReading.bySpark(spark, task));
            System.out.println(comparison.text());
            if (json) {
                System.out.println(comparison.json());
            }
            return comparison.ok();
        } catch (Exception e) {
            System.err.println("millrace: Spark cannot read the table at " + task.table() + ": " + reason(e));
            if (json) {
                System.out.println("{\"checksum_equal\":false,\"ok\":false}");
            }
            return false;
        }
    }

    /** The innermost cause says which file; the outer ones only that a stage was aborted. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + ": " + String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }
}
