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
 * Removes files that no version within the retention uses. A file is removed when all of these conditions hold:
 * <ol>
 * <li>The newest version does not contain it.
 * <li>An earlier vacuum found it unused at a version since which more than the retention has passed in {@link TableTime}, and
 * no commit since then has added it. So no version within the retention contains it, by the commits and whatever any clock
 * shows.
 * <li>Its modification time is older than the retention as well, compared with table time. So a new file under a name that was
 * used before is not removed by the age of the old file.
 * </ol>
 * The files of a running attempt to commit are unused too. They are safe, because the retention is longer than any merge takes;
 * and since table time passes with commits only, a writer that was suspended for longer finds that it lost the race for its
 * version, and checks that its files exist before it tries again.
 *
 * <p>
 * A wrong clock of one process, a jump of the clock of the storage, or a wrong time of a file can only keep a file for longer,
 * never remove it early. Two runs are needed to remove a file.
 *
 * <p>
 * A file written by Millrace that no version ever contained, left by a writer that was killed or lost a race, is needed by no
 * query. It is removed after an hour of table time, see {@link OrphanFiles}; the hour only spares a slow merge from starting
 * again. This does not apply to files of other writers, such as Spark, and of {@link Repartition}, which wait long for their
 * commit: their writers do not check that they exist before each attempt.
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
     * Removes the files that are old enough, and records the other unused files.
     *
     * @param state
     *            the newest version
     * @param touchedFiles
     *            finds the files that commits added or removed
     * @param fence
     *            makes a version without changes
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

    /** Whether a path is that of a data file or temporary file: not of the log, and not in a hidden folder of no partition. */
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
