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
 * Removes files that no version has ever had, without asking any clock whether their writer is still at work.
 *
 * <p>
 * An attempt to commit is made on top of one version, and its files are looked for before each attempt but the first, whose
 * files were written after that version was read. So once the files are out of their place <em>and then</em> a version is
 * made, every attempt from before has failed, and every later one finds that its files are gone and starts again. Only an
 * attempt that makes that very version can have the files: then they are put back. Until this is known they are held
 * aside; what a vacuum that was killed has left there, the next one settles.
 */
final class OrphanFiles {
    /** Where files are held until it is known that no version has them; their paths follow. */
    static final String HELD = UnusedFileLog.FOLDER + "/held/";

    /** Makes versions. */
    interface Fence {
        /** Returns the newest version, after one was made since this call began, by it or by anybody. */
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
     * Removes them.
     *
     * @param asOf
     *            a version up to which nothing had them, -1 for none
     * @param paths
     *            that are in no version so far
     * @param heldBefore
     *            that an earlier run has left aside
     * @return how many were put back
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
