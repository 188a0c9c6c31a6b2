package io.millrace.table.internal.maintenance;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import io.millrace.table.internal.log.TableState;
import io.millrace.table.internal.log.TouchedFiles;
import io.millrace.table.internal.storage.TableStorage;

/**
 * Removes files that no version has ever contained. It needs no clock to decide whether their writer is still running.
 *
 * <p>
 * Each attempt to commit is based on one version. A writer checks that its files exist before each attempt except the first,
 * whose files were written after that version was read. So when the files are moved away first, and a version is made
 * <em>after that</em>, every earlier attempt has failed, and every later attempt finds its files missing and starts again. Only
 * an attempt that made that very version can contain the files: then they are put back. Until this is known they are kept in a
 * separate folder; the next run finishes the work of a vacuum that was killed.
 */
final class OrphanFiles {
    /** Folder of the files until it is known that no version contains them; their paths follow. */
    static final String HELD = UnusedFileLog.FOLDER + "/held/";

    /** Makes a new version. */
    interface Fence {
        /** Returns the newest version, which was made after this call began, by it or by another writer. */
        TableState next() throws IOException;
    }

    private final TableStorage io;
    private final String location;
    private final TouchedFiles touchedFiles;
    private final Fence fence;

    OrphanFiles(TableStorage io, String location, TouchedFiles touchedFiles, Fence fence) {
        this.io = io;
        this.location = location;
        this.touchedFiles = touchedFiles;
        this.fence = fence;
    }

    /**
     * Removes files.
     *
     * @param asOf
     *            a version up to which no version contains them, -1 for none
     * @param paths
     *            paths of files that no version contains so far
     * @param heldBefore
     *            paths of files that an earlier run moved away
     * @return number of files that were put back
     */
    int remove(long asOf, Collection<String> paths, Set<String> heldBefore) throws IOException {
        Set<String> held = new HashSet<>(heldBefore);
        for (String path : paths) {
            try {
                io.copy(location + "/" + path, location + "/" + HELD + path);
            } catch (FileNotFoundException discarded) {
                continue; // by its writer, meanwhile
            }
            io.delete(location + "/" + path);
            held.add(path);
        }
        if (held.isEmpty()) {
            return 0;
        }
        TableState now = fence.next();
        Optional<Set<String>> since = touchedFiles.after(asOf);
        Set<String> live = new HashSet<>();
        now.files().values().forEach(file -> live.add(file.decodedPath()));
        int putBack = 0;
        for (String path : held) {
            if (live.contains(path) || since.isEmpty() || since.get().contains(path)) {
                io.copy(location + "/" + HELD + path, location + "/" + path);
                putBack++;
            }
            io.delete(location + "/" + HELD + path);
        }
        return putBack;
    }
}
