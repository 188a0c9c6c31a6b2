package io.millrace.table.internal.datafile;

import io.millrace.table.internal.log.ActiveFile;

/**
 * A data file that is in no version yet.
 *
 * @param written
 *            the file
 * @param keyHashes
 *            of the keys in it, in no order; zeros in a table without keys
 */
public record WrittenFile(NewDataFile written, long[] keyHashes) {
    public ActiveFile file() {
        return written.file();
    }
}
