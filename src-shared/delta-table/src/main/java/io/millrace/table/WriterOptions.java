package io.millrace.table;

import java.time.Duration;

/**
 * How a writer uses a table.
 *
 * @param writer
 *            its name in the log and in {@code _written_by}: lower-case letters and dashes
 * @param dedupHorizon
 *            how long, by ingestion time, a key is guaranteed to be recognised again
 * @param keyIndexBytes
 *            how much memory the key index may hold, in bytes
 */
public record WriterOptions(String writer, Duration dedupHorizon, long keyIndexBytes) {}
