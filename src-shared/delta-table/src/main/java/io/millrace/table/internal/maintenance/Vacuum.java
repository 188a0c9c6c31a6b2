package io.millrace.table.internal.maintenance;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.millrace.table.TableMaintenance.Vacuumed;
import io.millrace.table.internal.log.LogFolder;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.internal.log.TouchedFiles;
import io.millrace.table.internal.maintenance.UnusedFileLog.Sighting;
import io.millrace.table.internal.storage.FileInfo;
import io.millrace.table.internal.storage.TableStorage;

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
 *
 * <p>
 * A file written by Millrace that is in no version, as a writer leaves it that was killed or lost a race, is needed by no query.
 * It goes when an hour of table time has passed, see {@link OrphanFiles}; the hour only keeps a slow merge from being
 * made to start again. Files of other writers, Spark among them, and of {@link Repartition}, whose files wait long for their
 * commit, are never taken for such: they are not looked for before each attempt to commit.
 */
final class Vacuum {
    private static final int STEPS = 4;
    private static final String LOG = "_delta_log/";
    private static final String CHECKSUM = ".crc";

    private static final Duration ORPHAN_RETENTION = Duration.ofHours(1);
    private static final Pattern OURS = Pattern.compile("(?:.*/)?part-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
            + "\\.zstd\\.parquet");

    private final TableStorage io;
    private final String location;
    private final Duration retention;

    Vacuum(TableStorage io, String location, Duration retention) {
        this.io = io;
        this.location = location;
        this.retention = retention;
    }

    /**
     * Does a run.
     *
     * @param state
     *            the newest version
     * @param touchedFiles
     *            tells the paths that were added or removed after a version, or that this is no longer known
     * @param fence
     *            makes versions
     */
    Vacuumed run(TableState state, TouchedFiles touchedFiles, OrphanFiles.Fence fence) throws IOException {
        SortedMap<Long, Long> commits = LogFolder.read(io, location).commits();
        TableTime time = TableTime.of(commits, retention.dividedBy(STEPS));
        TableTime soon = TableTime.of(commits, ORPHAN_RETENTION.dividedBy(STEPS));
        UnusedFileLog seen = UnusedFileLog.read(io, location, state.id());
        Optional<Set<String>> touched = seen.asOf() > state.version()
                ? Optional.empty()
                : touchedFiles.after(seen.asOf());
        Map<String, Sighting> before = new HashMap<>(touched.isEmpty() ? Map.of() : seen.files());
        before.keySet().removeAll(touched.orElse(Set.of()));
        Set<String> used = new HashSet<>();
        state.files().values().forEach(file -> used.add(file.decodedPath()));
        Map<String, Sighting> waiting = new HashMap<>();
        Map<String, FileInfo> old = new HashMap<>();
        Map<String, FileInfo> orphans = new HashMap<>();
        Set<String> held = new HashSet<>();
        io.walk(location, file -> {
            String path = file.path().substring(location.length() + 1);
            if (isOurs(state, path) && !used.contains(path) && !isChecksumOf(used, path)) {
                Sighting sighting = before.getOrDefault(path, new Sighting(state.version(),
                        touched.isPresent() && !touched.get().contains(path) && OURS.matcher(path).matches()));
                if (time.hasPassed(retention, sighting.since())
                        && time.now() - file.modifiedAt() > retention.toMillis()) {
                    old.put(path, file);
                } else if (sighting.orphan() && soon.hasPassed(ORPHAN_RETENTION, sighting.since())) {
                    orphans.put(path, file);
                } else {
                    waiting.put(path, sighting);
                }
            } else if (path.startsWith(OrphanFiles.HELD)) {
                held.add(path.substring(OrphanFiles.HELD.length()));
            }
        });
        for (FileInfo file : old.values()) {
            io.delete(file.path());
        }
        int putBack = new OrphanFiles(io, location, touchedFiles, fence).remove(Math.min(seen.asOf(), state.version()),
                orphans.keySet(), held);
        new UnusedFileLog(state.id(), state.version(), waiting).write(io, location);
        long bytes = Stream.concat(old.values().stream(), orphans.values().stream()).mapToLong(FileInfo::size)
                .sum();
        return new Vacuumed(Math.max(0, old.size() + orphans.size() - putBack), bytes, waiting.size());
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
