package io.millrace.table.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.utils.FileStatus;
import io.millrace.table.TableUpkeep.Vacuumed;

/**
 * Removes files that no version within the retention has. A file goes when all of this holds:
 * <ol>
 * <li>The newest version does not have it.
 * <li>An earlier vacuum saw it unused in a version since which more than the retention has passed in {@link TableTime},
 * and no commit since then has added it. So no version within the retention has it, whatever any clock says: the commits
 * bear witness, not the file.
 * <li>By its modification time, too, it is older than the retention, against the table's time. So a name that came into
 * use again is not judged by what it was.
 * </ol>
 * A file of an attempt that is under way is unused as well. It is safe because the retention is longer than any merge
 * takes; and a writer that was put to sleep for longer finds, since table time passes with commits only, that it lost
 * the race for its version, and looks for its files before it tries again.
 *
 * <p>
 * None of this can be deceived by a wrong clock of one process, a leap of the storage's clock by any number of days, or a
 * file whose time is wrong by any number of days: each at most keeps a file for longer. It takes two runs to remove a
 * file.
 */
final class Vacuum {
    private static final int STEPS = 4;
    private static final String LOG = "_delta_log/";
    private static final String CHECKSUM = ".crc";

    private final FileIO io;
    private final FileWalk walk;
    private final String location;
    private final Duration retention;

    Vacuum(FileIO io, FileWalk walk, String location, Duration retention) {
        this.io = io;
        this.walk = walk;
        this.location = location;
        this.retention = retention;
    }

    /**
     * Does a run.
     *
     * @param state
     *            the newest version
     * @param addedSince
     *            tells the paths that were added after a version, or that this is no longer known
     */
    Vacuumed run(TableState state, AddedFiles addedSince) throws IOException {
        TableTime time = TableTime.of(LogFolder.read(io, location).commits(), retention.dividedBy(STEPS));
        Map<String, Long> before = stillValid(Sightings.read(io, location), state, addedSince);
        Set<String> used = new HashSet<>();
        state.files().values().forEach(file -> used.add(file.decodedPath()));
        Map<String, Long> waiting = new HashMap<>();
        Map<String, FileStatus> old = new HashMap<>();
        walk.walk(location, file -> {
            String path = file.getPath().substring(location.length() + 1);
            if (isOurs(state, path) && !used.contains(path) && !isChecksumOf(used, path)) {
                long since = before.getOrDefault(path, state.version());
                if (time.hasPassed(retention, since)
                        && time.now() - file.getModificationTime() > retention.toMillis()) {
                    old.put(path, file);
                } else {
                    waiting.put(path, since);
                }
            }
        });
        long bytes = 0;
        for (FileStatus file : old.values()) {
            io.delete(file.getPath());
            bytes += file.getSize();
        }
        new Sightings(state.version(), waiting).write(io, location);
        return new Vacuumed(old.size(), bytes, waiting.size());
    }

    /** What was seen before, without the files that were in use since then. */
    private static Map<String, Long> stillValid(Sightings seen, TableState state, AddedFiles addedSince)
            throws IOException {
        if (seen.since().isEmpty() || seen.asOf() > state.version()) {
            return Map.of();
        }
        var added = addedSince.after(seen.asOf());
        if (added.isEmpty()) {
            return Map.of();
        }
        Map<String, Long> valid = new HashMap<>(seen.since());
        valid.keySet().removeAll(added.get());
        return valid;
    }

    /** Data files and temporary files. Not the log, and nothing in a hidden folder, unless it is that of a partition. */
    private static boolean isOurs(TableState state, String path) {
        if (path.startsWith(LOG)) {
            return path.startsWith(LOG + ".") && path.endsWith(".tmp");
        }
        int end = path.indexOf('/');
        String first = end < 0 ? path : path.substring(0, end);
        return !first.startsWith("_")
                || state.partitionColumns().stream().anyMatch(column -> first.startsWith(column + "="));
    }

    /** Hadoop leaves {@code .name.crc} beside a file. */
    private static boolean isChecksumOf(Set<String> used, String path) {
        int name = path.lastIndexOf('/') + 1;
        return path.endsWith(CHECKSUM) && path.charAt(name) == '.' && used
                .contains(path.substring(0, name) + path.substring(name + 1, path.length() - CHECKSUM.length()));
    }
}
