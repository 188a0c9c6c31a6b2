package io.millrace.launcher.demo;

import java.util.Map;

import io.millrace.table.Books;

/**
 * What was observed after all events were merged and audited.
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
        Books books) {

    Observed {
        rowsByWriter = Map.copyOf(rowsByWriter);
        commitsByWriter = Map.copyOf(commitsByWriter);
    }

    long commits(String writer) {
        return commitsByWriter.getOrDefault("millrace-" + writer, 0L);
    }
}
