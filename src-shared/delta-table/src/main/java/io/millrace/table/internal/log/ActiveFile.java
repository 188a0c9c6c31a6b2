package io.millrace.table.internal.log;

import java.net.URI;
import java.net.URISyntaxException;
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
 * @param clustered
 *            whether its rows are in row groups by the values of the cluster column
 */
public record ActiveFile(
        String path,
        Map<String, @Nullable String> partitionValues,
        long size,
        long modifiedAt,
        long rows,
        OptionalLong newestIngestMicros,
        boolean clustered) {
    public ActiveFile(String path, Map<String, @Nullable String> partitionValues, long size, long modifiedAt, long rows,
            OptionalLong newestIngestMicros) {
        this(path, partitionValues, size, modifiedAt, rows, newestIngestMicros, false);
    }

    /**
     * A path as it stands in the log: a URI in which Spark finds nothing to change when it copies it to a checkpoint or to
     * the action that removes the file.
     *
     * @param path
     *            relative to the table, as the storage knows it
     */
    public static String encoded(String path) {
        try {
            return new URI(null, null, path, null).toString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no path of a file: " + path, e);
        }
    }

    /** The path as the storage knows it: relative to the table, or absolute when another writer chose that. */
    public String decodedPath() {
        return decoded(path);
    }

    /**
     * The absolute path as the storage knows it.
     *
     * @param location
     *            of the table
     */
    public String pathIn(String location) {
        String relative = decodedPath();
        return relative.startsWith("/") || relative.contains(":/") ? relative : location + "/" + relative;
    }

    /** A path of the log as the storage knows it. */
    public static String decoded(String path) {
        return path.indexOf('%') < 0 ? path : URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
