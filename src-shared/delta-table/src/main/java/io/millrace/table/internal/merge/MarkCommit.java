package io.millrace.table.internal.merge;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import io.millrace.table.AcknowledgedDifference;
import io.millrace.table.TableUnavailableException;
import io.millrace.table.internal.log.CommitResult;
import io.millrace.table.internal.log.DeltaLog;
import io.millrace.table.internal.log.LogAction;
import io.millrace.table.internal.log.TableState;

/** Commits numbers beside the watermarks, without rows. */
final class MarkCommit {
    private static final int MAX_ATTEMPTS = 200;
    private static final int MAX_UNKNOWN = 3;
    private static final String RECORD = "record progress";

    private final String location;
    private final DeltaLog log;
    private final Supplier<TableState> newest;
    private final Clock clock;

    /**
     * @param newest
     *            reads the newest version of the table
     */
    MarkCommit(String location, DeltaLog log, Supplier<TableState> newest, Clock clock) {
        this.location = location;
        this.log = log;
        this.newest = newest;
        this.clock = clock;
    }

    /** Records those of the numbers that are higher than the recorded ones. */
    TableState raise(Map<String, Long> marks) throws IOException {
        return commit(state -> {
            Map<String, Long> higher = new HashMap<>(marks);
            higher.entrySet().removeIf(m -> state.marks().getOrDefault(m.getKey(), Long.MIN_VALUE) >= m.getValue());
            return higher;
        });
    }

    /** Acknowledges the differences of the books; returns the entries. */
    List<AcknowledgedDifference> acknowledge(String reason) throws IOException {
        Instant now = clock.instant();
        Set<String> entries = new HashSet<>();
        TableState recorded = commit(state -> {
            Map<String, Long> marks = AcknowledgedDifference.marks(state.marks(), now, reason);
            entries.addAll(marks.keySet());
            return marks;
        });
        return AcknowledgedDifference.of(recorded.marks()).stream()
                .filter(entry -> entries.contains(entry.applicationId())).toList();
    }

    /**
     * Commits what follows from the newest version; ends when nothing does.
     *
     * @param wanted
     *            the numbers by application id that a version lacks
     * @return the version that has all of them
     */
    TableState commit(Function<TableState, Map<String, Long>> wanted) throws IOException {
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            TableState state = newest.get();
            Map<String, Long> marks = wanted.apply(state);
            if (marks.isEmpty()) {
                return state;
            }
            switch (log.tryCommit(marks.entrySet().stream()
                    .<LogAction>map(m -> new LogAction.SetTransaction(m.getKey(), m.getValue(), clock.millis()))
                    .toList())) {
                case CommitResult.Committed committed -> {
                    return newest.get();
                }
                case CommitResult.Conflict lost -> log.backOff(attempt);
                case CommitResult.Undetermined failure -> {
                    if (attempt >= MAX_UNKNOWN) {
                        throw new TableUnavailableException(RECORD, location, failure.cause());
                    }
                    log.backOff(attempt);
                }
            }
        }
        throw new TableUnavailableException(RECORD, location, new IOException("lost too many races"));
    }
}
