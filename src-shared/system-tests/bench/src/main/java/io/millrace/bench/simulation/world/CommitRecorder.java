package io.millrace.bench.simulation.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.millrace.bench.simulation.storage.MemoryStorage;
import io.millrace.bench.simulation.storage.SimulatedClock;
import io.millrace.bench.simulation.storage.SimulatedStorage;

/** Keeps every commit and data file when it is stored, so that each version can be looked at later. Time passes with each commit. */
public final class CommitRecorder implements SimulatedStorage.Stored {
    private static final Pattern COMMIT = Pattern.compile("(.*)/_delta_log/(\\d{20})\\.json");

    private final SimulatedClock clock;
    private final MemoryStorage archive;
    private final Map<String, NavigableMap<Long, Commit>> tables = new TreeMap<>();
    private final Map<String, Long> inherited = new TreeMap<>();
    private final List<Deletion> deletions = new ArrayList<>();
    private long commitMillis;

    /**
     * A file that was deleted.
     *
     * @param path
     *            of the file
     * @param atMillis
     *            when, since the epoch
     */
    public record Deletion(String path, long atMillis) {}

    /**
     * A commit.
     *
     * @param content
     *            as it was stored
     * @param atMillis
     *            when, since the epoch
     */
    public record Commit(byte[] content, long atMillis) {}

    CommitRecorder(SimulatedClock clock, long commitMillis, MemoryStorage archive) {
        this.clock = clock;
        this.commitMillis = commitMillis;
        this.archive = archive;
    }

    CommitRecorder copy(SimulatedClock itsClock, long itsCommitMillis) {
        CommitRecorder copy = new CommitRecorder(itsClock, itsCommitMillis, archive.copy(itsClock));
        tables.forEach((table, commits) -> {
            copy.tables.put(table, new TreeMap<>(commits));
            copy.inherited.put(table, commits.lastKey());
        });
        return copy;
    }

    @Override
    public void stored(String path, byte[] content) {
        Matcher commit = COMMIT.matcher(path);
        if (!commit.matches()) {
            archive.replace(path, content);
            return;
        }
        NavigableMap<Long, Commit> of = tables.computeIfAbsent(commit.group(1), table -> new TreeMap<>());
        long version = Long.parseLong(commit.group(2));
        // The commit of a version that was removed from the log before is taken back by its writer.
        if (of.isEmpty() || version >= of.lastKey()) {
            of.put(version, new Commit(content, clock.millis()));
        }
        clock.advance(commitMillis);
    }

    @Override
    public void deleted(String path) {
        deletions.add(new Deletion(path, clock.millis()));
    }

    /** The files that were deleted, in this order. */
    public List<Deletion> deletions() {
        return List.copyOf(deletions);
    }

    /** The commits of a table by version. */
    public NavigableMap<Long, Commit> of(String table) {
        return tables.getOrDefault(table, new TreeMap<>());
    }

    /** The newest version of a table when this recorder was made from another one; -1 without one. */
    public long inherited(String table) {
        return inherited.getOrDefault(table, -1L);
    }

    /** Sets the time that passes with each commit from now on. */
    void pace(long millis) {
        commitMillis = millis;
    }

    /** Every data file that was ever stored. */
    public MemoryStorage archive() {
        return archive;
    }
}
