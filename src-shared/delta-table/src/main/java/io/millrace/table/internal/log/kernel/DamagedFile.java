package io.millrace.table.internal.log.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.millrace.table.internal.storage.TableStorage;

/** Tells damaged files of the log from files that are unavailable for a moment. */
final class DamagedFile {
    private DamagedFile() {}

    /** Opens a file to read it to its end. */
    interface ReadAttempt {
        CloseableIterator<?> open(TableStorage io) throws IOException;
    }

    /**
     * Whether a file that could not be read is damaged, and not only unavailable for a moment: the storage reads it to its
     * last byte, and parsing it fails again though the storage does not.
     */
    static boolean is(TableStorage io, FileStatus file, ReadAttempt reading) {
        try (InputStream in = io.file(file.getPath(), file.getSize()).open()) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException outOfReach) {
            return false;
        }
        WatchedReads watched = new WatchedReads(io);
        try (CloseableIterator<?> rows = reading.open(watched)) {
            while (rows.hasNext()) {
                rows.next();
            }
            return false;
        } catch (IOException | RuntimeException again) {
            return !watched.hasFailed();
        }
    }
}
