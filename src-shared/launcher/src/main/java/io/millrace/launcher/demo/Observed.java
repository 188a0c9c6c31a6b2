package io.millrace.launcher.demo;

import java.util.Map;

import io.millrace.table.Books;

/**
 * The state of the tables after all events were merged and audited.
 *
 * @param rows
 *            rows of the table
 * @param distinctKeys
 *            distinct (pk, event_id) among them
 * @param equalEvents
 *            how many of the sent events are in the table with the same values
 * @param rowsByWriter
 *            rows by the writer that merged them
 * @param commitsByWriter
 *            commits that added files, by engine
 * @param version
 *            the table's version
 * @param freshnessP95Millis
 *            from acceptance to visibility, of 95 % of the rows; -1 when there is none
 * @param location
 *            the table's folder
 * @param deadLettered
 *            distinct source records among the dead letters
 * @param books
 *            the books of the table: what became of each offset
 * @param bronzeRows
 *            rows of the bronze table
 * @param redriven
 *            letters that were corrected and sent again
 * @param corrected
 *            rows of the table with the corrected event
 */
record Observed(
        long rows,
        long distinctKeys,
        long equalEvents,
        Map<String, Long> rowsByWriter,
        Map<String, Long> commitsByWriter,
        long version,
        long freshnessP95Millis,
        String location,
        long deadLettered,
        Books books,
        long bronzeRows,
        long redriven,
        long corrected) {

    Observed {
        rowsByWriter = Map.copyOf(rowsByWriter);
        commitsByWriter = Map.copyOf(commitsByWriter);
    }

    long commits(String writer) {
        return commitsByWriter.getOrDefault("millrace-" + writer, 0L);
    }
}
