package io.millrace.table.internal.log;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

import io.millrace.table.TableStatus;

/** Sums up a version of a table. */
public final class Statuses {
    private Statuses() {}

    public static TableStatus of(String location, TableState state, long lastCheckpoint) {
        Collection<ActiveFile> files = state.files().values();
        return new TableStatus(location, state.version(), files.size(), files.stream().mapToLong(ActiveFile::rows).sum(),
                files.stream().mapToLong(ActiveFile::size).sum(),
                files.stream().map(ActiveFile::partitionValues).collect(Collectors.toSet()).size(),
                state.partitionColumns(), Map.copyOf(state.marks()), lastCheckpoint);
    }
}
