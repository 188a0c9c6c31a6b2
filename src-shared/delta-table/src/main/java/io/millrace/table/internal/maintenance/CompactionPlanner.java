package io.millrace.table.internal.maintenance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.millrace.table.internal.log.ActiveFile;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the files of a version that are worth a compaction.
 *
 * <p>
 * The largest file of a group is at most twice as large as the others together, so that a row is in a file of at least one
 * and a half times the size after each compaction: it is rewritten a logarithmic number of times, not once for each few
 * new files.
 *
 * <p>
 * In a closed partition, to which little is added, two files are enough for a compaction, and a file whose rows should be
 * clustered and are not is rewritten alone.
 */
final class CompactionPlanner {
    /** Upper limit of the files in a group: all of them are open at the same time. */
    private static final int MOST_FILES = 256;
    private static final int SMALL = 2;
    /** A file that is larger than the rest of its group by this factor is left out of it. */
    private static final int MUCH_LARGER = 2;
    /** The same in a closed partition. */
    private static final int MUCH_LARGER_WHEN_CLOSED = 8;
    private static final int FEWEST_WHEN_CLOSED = 2;

    /**
     * Properties of files besides their sizes.
     *
     * @param closed
     *            whether the partition of a file is closed
     * @param toCluster
     *            whether the rows of a file should be clustered and are not
     */
    record FileTraits(Predicate<ActiveFile> closed, Predicate<ActiveFile> toCluster) {
        static final FileTraits OPEN = new FileTraits(file -> false, file -> false);

        boolean isWorthAlone(ActiveFile file) {
            return toCluster.test(file) && closed.test(file);
        }
    }

    private CompactionPlanner() {}

    /**
     * Chooses groups of files, each of one partition.
     *
     * @param files
     *            all files
     * @param targetBytes
     *            upper limit of the bytes of a group
     * @param minFiles
     *            least number of files of a group
     * @param maxBytes
     *            upper limit of the bytes of all groups together
     */
    static List<List<ActiveFile>> groups(Collection<ActiveFile> files, long targetBytes, int minFiles, long maxBytes,
            FileTraits nature) {
        Map<Map<String, @Nullable String>, List<ActiveFile>> small = new LinkedHashMap<>();
        for (ActiveFile file : files) {
            if (file.size() < targetBytes / SMALL || nature.isWorthAlone(file)) {
                small.computeIfAbsent(file.partitionValues(), p -> new ArrayList<>()).add(file);
            }
        }
        List<List<ActiveFile>> groups = new ArrayList<>();
        long bytes = 0;
        for (List<ActiveFile> partition : small.values()) {
            for (List<ActiveFile> group : groupsOf(partition, targetBytes, minFiles, nature)) {
                long size = group.stream().mapToLong(ActiveFile::size).sum();
                if (bytes + size <= maxBytes) {
                    groups.add(group);
                    bytes += size;
                }
            }
        }
        return groups;
    }

    private static List<List<ActiveFile>> groupsOf(List<ActiveFile> partition, long targetBytes, int minFiles,
            FileTraits nature) {
        boolean closed = nature.closed().test(partition.getFirst());
        int fewest = closed ? Math.min(FEWEST_WHEN_CLOSED, minFiles) : minFiles;
        int muchLarger = closed ? MUCH_LARGER_WHEN_CLOSED : MUCH_LARGER;
        List<ActiveFile> bySize = partition.stream().sorted(Comparator.comparingLong(ActiveFile::size)).toList();
        List<List<ActiveFile>> groups = new ArrayList<>();
        List<ActiveFile> group = new ArrayList<>();
        long bytes = 0;
        for (ActiveFile file : bySize) {
            boolean full = bytes + file.size() > targetBytes || group.size() == MOST_FILES;
            boolean tooLarge = group.size() >= fewest - 1 && file.size() > muchLarger * bytes;
            if (full || tooLarge) {
                addIfWorth(groups, group, fewest, nature);
                group = new ArrayList<>();
                bytes = 0;
            }
            group.add(file);
            bytes += file.size();
        }
        addIfWorth(groups, group, fewest, nature);
        return groups;
    }

    private static void addIfWorth(List<List<ActiveFile>> groups, List<ActiveFile> group, int fewest,
            FileTraits nature) {
        if (group.size() >= fewest || group.stream().anyMatch(nature::isWorthAlone)) {
            groups.add(group);
        }
    }
}
