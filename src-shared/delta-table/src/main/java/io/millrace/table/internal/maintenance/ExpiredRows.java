package io.millrace.table.internal.maintenance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import io.millrace.table.TableMaintenance.DroppedRows;
import io.millrace.table.TableMaintenance.RowExpiry;
import io.millrace.table.TableShape;
import io.millrace.table.internal.datafile.ClusterRanges;
import io.millrace.table.internal.datafile.DataFileWriter;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.datafile.NewDataFile;
import io.millrace.table.internal.datafile.SortedMergeReader;
import io.millrace.table.internal.keys.EncodedKey;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.Backoff;
import io.millrace.table.internal.log.CommitResult;
import io.millrace.table.internal.log.DeltaLog;
import io.millrace.table.internal.log.LogAction;
import io.millrace.table.internal.log.LogFolder;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.internal.storage.TableStorage;
import org.jspecify.annotations.Nullable;

/**
 * Removes rows that have been out of use for longer than a table keeps them, file by file. Data files never change, so a file
 * that is still in the table has the rows that were judged. Their age is measured in {@link TableTime}: no clock of one process
 * can remove them early.
 */
public final class ExpiredRows {
    private static final int MAX_ATTEMPTS = 20;
    /** By this part of the time for which rows are kept, one commit ages a table at most. */
    private static final int STEPS = 8;

    private final String location;
    private final TableStorage io;
    private final DeltaLog log;
    private final DataFiles files;
    private final TableShape wanted;
    private final Clock clock;

    public ExpiredRows(String location, TableStorage io, DeltaLog log, DataFiles files, TableShape wanted,
            Clock clock) {
        this.location = location;
        this.io = io;
        this.log = log;
        this.files = files;
        this.wanted = wanted;
        this.clock = clock;
    }

    DroppedRows drop(RowExpiry expiry, Duration keep) throws IOException {
        TableShape.KeyColumns keys = wanted.keys()
                .orElseThrow(() -> new IllegalArgumentException("rows of a table without keys cannot be dropped"));
        log.advance();
        Optional<TableState> state = log.state();
        if (state.isEmpty()) {
            return DroppedRows.NONE;
        }
        TableTime time = TableTime.of(LogFolder.read(io, location).commits(), keep.dividedBy(STEPS));
        long rows = 0;
        int rewritten = 0;
        for (ActiveFile file : List.copyOf(state.get().files().values())) {
            Set<EncodedKey> expired = expired(file, keys, expiry, time, keep);
            if (!expired.isEmpty() && replace(file, expired)) {
                rows += expired.size();
                rewritten++;
            }
        }
        return new DroppedRows(rows, rewritten);
    }

    private Set<EncodedKey> expired(ActiveFile file, TableShape.KeyColumns keys, RowExpiry expiry, TableTime time,
            Duration keep) throws IOException {
        Set<String> columns = new HashSet<>(expiry.columns());
        columns.addAll(List.of(keys.pk(), keys.eventId()));
        Set<EncodedKey> expired = new HashSet<>();
        files.reader().readColumns(file, columns, row -> {
            OptionalLong since = expiry.unusedSince(row);
            if (since.isPresent() && time.hasPassedSinceMoment(keep, since.getAsLong())) {
                expired.add(EncodedKey.of(bytes(row, keys.pk()), bytes(row, keys.eventId())));
            }
        });
        return expired;
    }

    private static byte[] bytes(Map<String, @Nullable Object> row, String column) {
        return String.valueOf(row.get(column)).getBytes(StandardCharsets.UTF_8);
    }

    /** Writes a file again without some rows; returns whether the result has taken its place. */
    private boolean replace(ActiveFile file, Set<EncodedKey> without) throws IOException {
        Optional<NewDataFile> rest = rest(file, without);
        List<ActiveFile> result = rest.map(NewDataFile::file).stream().toList();
        long left = rest.map(NewDataFile::file).map(ActiveFile::rows).orElse(0L);
        if (file.rows() >= 0 && left + without.size() != file.rows()) {
            files.discard(result);
            throw new IllegalStateException("the log counts other rows in " + file + " than the " + left + " and "
                    + without.size() + " that were read; they stay as they are");
        }
        List<LogAction> actions = new ArrayList<>();
        actions.add(new LogAction.RemoveFile(file, clock.millis(), true));
        rest.ifPresent(added -> actions.add(added.action()));
        boolean unknown = false;
        TableState.Change since = TableState.Change.NONE;
        for (int attempt = 1; attempt <= MAX_ATTEMPTS && state().files().containsKey(file.path()); attempt++) {
            CommitResult committed = log.tryCommit(actions);
            if (committed instanceof CommitResult.Committed) {
                return true;
            }
            unknown |= committed instanceof CommitResult.Undetermined;
            since = since.then(log.advance());
            Set<String> paths = state().files().keySet();
            if (unknown && !paths.contains(file.path())
                    && paths.containsAll(result.stream().map(ActiveFile::path).toList())) {
                return true;
            }
            Backoff.after(attempt);
        }
        if (!unknown) { // Otherwise a commit may contain the result; if none does, vacuum removes it.
            files.discard(result, state(), since);
        }
        return false;
    }

    private Optional<NewDataFile> rest(ActiveFile file, Set<EncodedKey> without) throws IOException {
        TableState state = state();
        TableShape shape = wanted.in(state.columns(), state.partitionColumns());
        ClusterRanges clusters = ClusterRanges.of(files, List.of(file), shape);
        try (SortedMergeReader rows = SortedMergeReader.of(files, List.of(file), shape, clusters);
                DataFileWriter writer = files.beginLasting(shape, file.partitionValues(), clusters)) {
            boolean more = true;
            while (more) {
                more = rows.writeSome(writer, (pk, eventId) -> !without.contains(EncodedKey.of(pk, eventId)));
            }
            return writer.rows() == 0 ? Optional.empty() : Optional.of(writer.complete(true));
        }
    }

    private TableState state() throws IOException {
        return log.state().orElseThrow(() -> new IOException("the table is gone"));
    }
}
