package io.millrace.table.internal.maintenance;

import java.util.ArrayList;
import java.util.List;

import io.millrace.table.TableMaintenance.Compacted;
import io.millrace.table.internal.datafile.NewDataFile;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.LogAction;
import io.millrace.table.internal.log.TableState;

/**
 * A group of files, and the files that replace them.
 *
 * @param sources
 *            files of the table
 * @param results
 *            files with the rows of the sources, added as they are written
 */
record CompactedGroup(List<ActiveFile> sources, List<NewDataFile> results) {
    /** The results of these groups. */
    static List<ActiveFile> results(List<CompactedGroup> groups) {
        return groups.stream().flatMap(group -> group.results.stream()).map(NewDataFile::file).toList();
    }

    /** The actions that replace the sources of these groups by their results. */
    static List<LogAction> actions(List<CompactedGroup> groups, long now) {
        List<LogAction> actions = new ArrayList<>();
        for (CompactedGroup group : groups) {
            group.sources().forEach(source -> actions.add(new LogAction.RemoveFile(source, now, false)));
            group.results().forEach(result -> actions.add(result.action()));
        }
        return actions;
    }

    /** Refuses results that have not as many rows as the statistics of the sources say. */
    void refuseLoss() {
        long rows = results.stream().mapToLong(r -> r.file().rows()).sum();
        if (sources.stream().allMatch(s -> s.rows() >= 0)
                && rows != sources.stream().mapToLong(ActiveFile::rows).sum()) {
            throw new IllegalStateException("the log counts other rows in " + sources + " than the " + rows
                    + " that were read; they stay as they are");
        }
    }

    /** Whether a version has all sources. */
    boolean isCurrent(TableState state) {
        return sources.stream().allMatch(source -> state.files().containsKey(source.path()));
    }

    /** The sum of these groups. */
    static Compacted summed(List<CompactedGroup> groups, int abandoned) {
        List<ActiveFile> in = groups.stream().flatMap(group -> group.sources().stream()).toList();
        List<ActiveFile> out = results(groups);
        return new Compacted(in.size(), out.size(), in.stream().mapToLong(ActiveFile::size).sum(),
                out.stream().mapToLong(ActiveFile::size).sum(), out.stream().mapToLong(ActiveFile::rows).sum(),
                abandoned);
    }
}
