package io.millrace.systemtests.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The table of a race, as Spark works on it. The effect of each operation on the rows is known to {@code SparkOperations} of the race. */
final class WorkloadTable {
    private static final long POLL_MILLIS = 200;
    private static final int INSERTED = 20;
    private static final int UPSERTED = 6;
    private static final long RAISE = 1000;
    /** The number in a pk of the writers. */
    private static final String NUMBER = "CAST(split(pk, '-')[1] AS BIGINT)";
    /** Older than the retention that Spark insists on. */
    private static final Duration OLD = Duration.ofDays(30);

    private static final String COLUMNS = "pk, event_id, event_time, region, revision, topic, amount, event_date,"
            + " _ingested_at, _partition, _offset, _schema_id, _written_by";

    private final SparkSession spark;
    private final String folder;
    private final String table;
    private final long pks;
    private long next;

    /** An operation that Spark makes in one commit; returns its description for the race. */
    interface Operation {
        String perform();
    }

    WorkloadTable(SparkSession spark, String folder, long pks) {
        this.spark = spark;
        this.folder = folder;
        this.table = "delta.`" + folder + "`";
        this.pks = pks;
    }

    /**
     * Returns when a writer has made the table. Spark is not asked: when it looks at a log that has no version yet, it
     * takes the folder for none of Delta's for an hour.
     */
    void await(AtomicBoolean stopped) throws InterruptedException {
        while (!stopped.get() && Files.notExists(Path.of(folder, "_delta_log", String.format("%020d.json", 0)))) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** The operations of a round, in order. */
    List<Operation> operations(int round) {
        return List.of(this::insert, () -> touch(round), () -> upsert(round), this::optimize, () -> update(round),
                () -> mark(round), () -> delete(round), () -> remove(round), this::vacuum);
    }

    private String insert() {
        long first = next;
        spark.sql("INSERT INTO " + table + " (" + COLUMNS + ") SELECT " + COLUMNS + " FROM " + ownRows(first, first + INSERTED));
        next += INSERTED;
        return "inserted " + first + " " + INSERTED;
    }

    /** Updates, deletes and inserts in a partition that only Spark writes to. */
    private String upsert(int round) {
        long until = next;
        spark.sql("MERGE INTO " + table + " t USING (SELECT * FROM " + ownRows(0, until + UPSERTED)
                + " WHERE id % 2 = 0 AND (id >= " + until + " OR id % 3 = " + round % 3 + ")) s"
                + " ON t.region = 'spark' AND t.pk = s.pk AND t.event_id = s.event_id"
                + " WHEN MATCHED AND s.id % 10 = " + 2 * (round % 5) + " THEN DELETE"
                + " WHEN MATCHED THEN UPDATE SET amount = t.amount + " + (round + 1)
                + " WHEN NOT MATCHED AND s.id >= " + until + " THEN INSERT (" + COLUMNS + ") VALUES (" + COLUMNS + ")");
        next += UPSERTED;
        return "upserted " + until + " " + UPSERTED + " " + round;
    }

    /** Updates rows of its own, those too that lie among rows of the writers. */
    private String update(int round) {
        return "updated " + round + " " + affected("UPDATE " + table + " SET amount = amount + " + RAISE * (round + 1)
                + " WHERE topic = 'spark' AND _offset % 5 = " + round % 5);
    }

    /** Deletes rows of its own that lie among rows of the writers. */
    private String delete(int round) {
        return "deleted " + round + " " + affected("DELETE FROM " + table
                + " WHERE topic = 'spark' AND region = 'eu' AND _offset % 7 = " + round % 7);
    }

    /**
     * Deletes rows of the writers, by nothing but the number in their keys: whatever is delivered from this version on is
     * merged as if there had been no such key.
     */
    private String remove(int round) {
        long residue = 5L * (round % 3);
        long rows = affected("DELETE FROM " + table + " WHERE topic <> 'spark' AND " + NUMBER + " % 15 = " + residue);
        return "removed " + residue + " " + rows + " "
                + (rows == 0 ? -1 : spark.conf().get("spark.databricks.delta.lastCommitVersionInSession"));
    }

    /** Marks rows as {@link #touch} does, by UPDATE, in a region that the writers write to. */
    private String mark(int round) {
        return "marked " + affected("UPDATE " + table + " SET touched = _offset * 10 + 3 WHERE topic <> 'spark'"
                + " AND revision = 3 AND touched IS NULL AND region = 'us' AND " + NUMBER + " % 5 = " + (1 + round % 4));
    }

    private long affected(String statement) {
        return spark.sql(statement).first().getLong(0);
    }

    /**
     * Marks rows that the writers merged, of the highest revision and of keys that are never deleted: they stay, so each is
     * marked once, for good.
     */
    private String touch(int round) {
        Row done = spark.sql("MERGE INTO " + table + " t USING (SELECT concat(p.id, '-', n.id) pk, concat('e', e.id) event_id"
                + " FROM range(0, 4) p, range(0, 2) e, range(0, " + pks + ") n WHERE n.id % 5 <> 0 AND n.id % 7 = " + round % 7 + ") s"
                + " ON t.pk = s.pk AND t.event_id = s.event_id"
                + " WHEN MATCHED AND t.revision = 3 AND t.touched IS NULL THEN UPDATE SET touched = t._offset * 10 + 3")
                .first();
        return "touched " + done.<Long>getAs("num_updated_rows");
    }

    private String optimize() {
        Row done = spark.sql("OPTIMIZE " + table).first();
        return "optimized " + done.<Row>getAs("metrics").<Long>getAs("numFilesRemoved");
    }

    /** With the retention that Spark insists on, so what there is to remove is laid down first. */
    private String vacuum() {
        Path orphan = Path.of(folder, "part-orphan.parquet");
        try {
            Files.write(orphan, new byte[1]);
            Files.setLastModifiedTime(orphan, FileTime.from(Instant.now().minus(OLD)));
            spark.sql("VACUUM " + table);
            return "vacuumed " + (Files.deleteIfExists(orphan) ? 0 : 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The state that Spark sees in the end: rows, distinct keys and the protocol. */
    String read() {
        Row detail = spark.sql("DESCRIBE DETAIL " + table).first();
        Row rows = spark.sql("SELECT count(amount), count(DISTINCT pk, event_id) FROM " + table).first();
        return "read " + rows.getLong(0) + " " + rows.getLong(1) + " " + detail.<Integer>getAs("minReaderVersion") + " "
                + detail.<Integer>getAs("minWriterVersion");
    }

    /** Spark's rows of these numbers. */
    private static String ownRows(long from, long until) {
        return "(SELECT id, concat('spark-', id) pk, 's' event_id, timestamp_micros((20000 + id % 3) * 86400000000) event_time,"
                + " if(id % 2 = 0, 'spark', 'eu') region, 0L revision, 'spark' topic, id * 7 amount,"
                + " date_add(DATE'1970-01-01', CAST(20000 + id % 3 AS INT)) event_date,"
                + " timestamp_micros(20003 * 86400000000) _ingested_at, 0 _partition, id _offset, 1L _schema_id,"
                + " 'spark' _written_by FROM range(" + from + ", " + until + "))";
    }
}
