package io.millrace.table.internal.log;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * A data file of one version of a table.
 *
 * @param path
 *            as in the log: relative to the table, URL-encoded; absolute when another writer chose that
 * @param partitionValues
 *            values of the partition columns in the text form of the Delta protocol; null stands for null
 * @param size
 *            in bytes
 * @param modifiedAt
 *            milliseconds since the epoch
 * @param rows
 *            number of rows; -1 when its writer gave no statistics
 * @param newestIngestMicros
 *            the largest ingestion time of its rows, microseconds since the epoch, or an upper bound of it; empty when its
 *            writer gave no statistics
 * @param clustered
 *            whether its row groups are divided by the values of the cluster column
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
     * Encodes a path for the log: as a URI that Spark copies unchanged to checkpoints and to the action that removes the
     * file.
     *
     * @param path
     *            relative to the table, as the storage names it
     */
    public static String encoded(String path) {
        try {
            return new URI(null, null, path, null).toString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not the path of a file: " + path, e);
        }
    }

    /** The path as the storage names it: relative to the table, or absolute when another writer chose that. */
    public String decodedPath() {
        return decoded(path);
    }

    /**
     * The absolute path as the storage names it.
     *
     * @param location
     *            of the table
     */
    public String pathIn(String location) {
        String relative = decodedPath();
        return relative.startsWith("/") || relative.contains(":/") ? relative : location + "/" + relative;
    }

    /** A path of the log as the storage names it. */
    public static String decoded(String path) {
        return path.indexOf('%') < 0 ? path : URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
