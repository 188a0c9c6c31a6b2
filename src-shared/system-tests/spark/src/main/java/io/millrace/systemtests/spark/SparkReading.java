package io.millrace.systemtests.spark;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The rows that one reader found in a table.
 *
 * @param rows
 *            the rows that the data files hold
 * @param loggedRows
 *            the rows that the log says they hold
 * @param distinctKeys
 *            how many different keys these rows have
 * @param checksum
 *            of the rows, see {@link SparkRowChecksum}
 */
record SparkReading(long rows, long loggedRows, long distinctKeys, String checksum) {
    /** Spark's. */
    static SparkReading bySpark(SparkSession spark, ReadBackTask task) {
        Dataset<Row> table = spark.read().format("delta").option("versionAsOf", task.version()).load(task.table());
        SparkRowChecksum checksum = table.toJavaRDD().aggregate(SparkRowChecksum.NONE,
                (sum, row) -> sum.and(SparkRowText.of(row)), SparkRowChecksum::and);
        long keys = table.select(task.key().stream().map(functions::col).toArray(org.apache.spark.sql.Column[]::new))
                .distinct().count();
        // Delta answers a bare count from the log's statistics.
        return new SparkReading(checksum.rows(), table.count(), keys, checksum.hex());
    }
}
