package io.millrace.table.internal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * A data file that the current version of the table consists of.
 *
 * @param path
 *            as it stands in the log: relative to the table, URL-encoded
 * @param partitionValues
 *            the values of the partition columns as Delta writes them; null is null
 * @param size
 *            in bytes
 * @param modifiedAt
 *            milliseconds since the epoch
 * @param rows
 *            how many rows; -1 when the writer left no statistics
 * @param newestIngestMicros
 *            the largest ingestion time in it; empty when the writer left no statistics
 */
record LiveFile(
        String path,
        Map<String, @Nullable String> partitionValues,
        long size,
        long modifiedAt,
        long rows,
        OptionalLong newestIngestMicros) {
    /** The path as the storage knows it: relative to the table, or absolute when another writer chose that. */
    String decodedPath() {
        return path.indexOf('%') < 0 ? path : URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
