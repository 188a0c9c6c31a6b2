package io.millrace.systemtests.spark;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.delta.exceptions.DeltaConcurrentModificationException;
import org.apache.spark.sql.SparkSession;

/**
 * Spark's part of {@code ./millrace lab race --spark}: works on the live table until its standard input ends, by turns in all
 * the ways that Spark has. Prints a line for everything that it committed, and reads the table at the end.
 */
public final class SparkWorkload {
    /** Number of lost races after which an operation is skipped; it has then changed nothing. */
    private static final int PATIENCE = 12;

    private SparkWorkload() {}

    /**
     * @param arguments
     *            the table's folder, and how many pks a partition of the race has
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        AtomicBoolean stopped = new AtomicBoolean();
        Thread input = new Thread(() -> awaitEnd(stopped));
        input.setDaemon(true);
        input.start();
        try (SparkSession spark = SparkSessions.writing()) {
            WorkloadTable table = new WorkloadTable(spark, arguments[0], Long.parseLong(arguments[1]));
            System.out.println("spark ready");
            table.await(stopped);
            for (int round = 0; !stopped.get(); round++) {
                for (WorkloadTable.Operation operation : table.operations(round)) {
                    perform(operation, stopped);
                }
            }
            System.out.println("spark " + table.read());
        }
        System.exit(0);
    }

    private static void perform(WorkloadTable.Operation operation, AtomicBoolean stopped) throws InterruptedException {
        for (int lost = 0; lost < PATIENCE && !stopped.get(); lost++) {
            try {
                System.out.println("spark " + operation.perform());
                return;
            } catch (DeltaConcurrentModificationException e) {
                System.out.println("spark lost " + e.getClass().getSimpleName());
            }
        }
    }

    private static void awaitEnd(AtomicBoolean stopped) {
        try {
            while (System.in.read() >= 0) {
                // The bytes that the race writes have no meaning.
            }
        } catch (IOException e) {
            System.err.println("standard input broke, which counts as its end: " + e);
        }
        stopped.set(true);
    }
}
