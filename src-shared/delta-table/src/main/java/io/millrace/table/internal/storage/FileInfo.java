package io.millrace.table.internal.storage;

/**
 * A stored file.
 *
 * @param path
 *            absolute, as the storage names it
 * @param size
 *            in bytes
 * @param modifiedAt
 *            milliseconds since the epoch, by the clock of the storage
 */
public record FileInfo(String path, long size, long modifiedAt) {
    /** The path without its folders. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
