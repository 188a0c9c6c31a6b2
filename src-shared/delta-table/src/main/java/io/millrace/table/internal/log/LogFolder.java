package io.millrace.table.internal.log;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.millrace.table.internal.storage.FileInfo;
import io.millrace.table.internal.storage.TableStorage;

/**
 * The files in the log of a table, by version.
 *
 * @param commits
 *            the time of each commit by the clock of the storage, in milliseconds since the epoch
 * @param checkpoints
 *            versions that have a complete checkpoint
 * @param files
 *            paths of the commit, checkpoint and checksum files of each version
 */
public record LogFolder(TreeMap<Long, Long> commits, TreeSet<Long> checkpoints, TreeMap<Long, List<String>> files) {
    private static final Pattern COMMIT = Pattern.compile("(\\d{20})\\.json");
    private static final Pattern CHECKPOINT = Pattern
            .compile("(\\d{20})\\.checkpoint(?:\\.(\\d{10})\\.(\\d{10}))?\\.parquet");
    private static final Pattern OF_VERSION = Pattern.compile("(\\d{20})\\.(?:json|crc|checkpoint\\..*)");

    public static LogFolder read(TableStorage io, String location) throws IOException {
        LogFolder folder = new LogFolder(new TreeMap<>(), new TreeSet<>(), new TreeMap<>());
        Map<String, Integer> parts = new HashMap<>();
        try {
            for (FileInfo file : io.listFrom(location + "/_delta_log/" + "0".repeat(20))) {
                folder.add(file, parts);
            }
        } catch (FileNotFoundException noTable) {
            return folder;
        }
        return folder;
    }

    private void add(FileInfo file, Map<String, Integer> parts) {
        String name = file.name();
        Matcher commit = COMMIT.matcher(name);
        if (commit.matches()) {
            commits.put(Long.valueOf(commit.group(1)), file.modifiedAt());
        }
        Matcher checkpoint = CHECKPOINT.matcher(name);
        if (checkpoint.matches() && file.size() > 0) {
            String of = checkpoint.group(3);
            int seen = parts.merge(checkpoint.group(1) + "/" + of, 1, Integer::sum);
            if (of == null || seen == Integer.parseInt(of)) {
                checkpoints.add(Long.valueOf(checkpoint.group(1)));
            }
        }
        Matcher any = OF_VERSION.matcher(name);
        if (any.matches()) {
            files.computeIfAbsent(Long.valueOf(any.group(1)), v -> new ArrayList<>()).add(file.path());
        }
    }

    /** The newest version at or below the given one that has a complete checkpoint. */
    public OptionalLong checkpointAtOrBelow(long version) {
        Long found = checkpoints.floor(version);
        return found == null ? OptionalLong.empty() : OptionalLong.of(found);
    }

    /** The oldest version that can be read: 0, or that of the oldest checkpoint; -1 without a commit. */
    public long firstReadable() {
        if (commits.isEmpty()) {
            return -1;
        }
        return commits.firstKey() == 0 || checkpoints.isEmpty() ? commits.firstKey() : checkpoints.first();
    }
}
