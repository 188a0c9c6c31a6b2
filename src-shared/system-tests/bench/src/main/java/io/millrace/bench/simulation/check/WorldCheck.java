package io.millrace.bench.simulation.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.millrace.bench.simulation.table.SimulatedTables;
import io.millrace.bench.simulation.table.TableVersion;
import io.millrace.bench.simulation.world.VersionReader;
import io.millrace.bench.simulation.world.World;
import io.millrace.table.SourcePartition;
import io.millrace.table.internal.log.ActiveFile;
import org.jspecify.annotations.Nullable;

/** Checks a world after its schedule, and what its readers read meanwhile. */
public final class WorldCheck implements VersionReader.Check {
    /** For which files of replaced versions stay, in milliseconds. */
    static final long RETENTION = SimulatedTables.RETENTION.toMillis();
    private static final long PRIME = 0x100000001b3L;

    private final World world;
    private final List<Violation> violations = new ArrayList<>();
    private long stateHash = 0xcbf29ce484222325L;

    public WorldCheck(World world) {
        this.world = world;
    }

    @Override
    public void rows(TableVersion version, List<Map<String, @Nullable Object>> rows) {
        new ExpectedRows(world.topic(), version.marks()).compare("version " + version.number(), rows)
                .forEach(found -> violations.add(new Violation(Invariant.HALF_COMMIT, "a reader found " + found)));
    }

    @Override
    public void gone(TableVersion version, String file) {
        violations.add(new Violation(Invariant.FILE_GONE, "a reader of version " + version.number()
                + " did not find " + file));
    }

    /** What a program threw. */
    public void failed(Throwable failure) {
        violations.add(new Violation(Invariant.FAILURE, String.valueOf(failure)));
    }

    /** Whether the stream's table lacks records of the topic, by its watermarks. */
    public boolean isBehind() {
        Map<String, Long> marks = History.of(world.commits(), World.CURATED).newest().marks();
        for (int partition = 0; partition < world.topic().partitions(); partition++) {
            String name = new SourcePartition(world.topic().id(), partition).applicationId();
            if (marks.getOrDefault(name, 0L) < world.topic().end(partition)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Checks the tables.
     *
     * @param complete
     *            those that must have all records
     * @return everything that was found, the most telling first
     */
    public List<Violation> tables(Set<String> complete) {
        History curated = History.of(world.commits(), World.CURATED);
        History bronze = History.of(world.commits(), World.BRONZE);
        History letters = History.of(world.commits(), World.LETTERS);
        violations.addAll(CuratedCheck.of(world, curated));
        if (complete.contains(World.BRONZE)) {
            violations.addAll(BronzeCheck.of(world, bronze));
        }
        violations.addAll(complete.contains(World.LETTERS)
                ? LettersCheck.of(world, letters)
                : LettersCheck.sent(world));
        check(World.CURATED, curated);
        check(World.BRONZE, bronze);
        check(World.LETTERS, letters);
        violations.sort(Comparator.comparing(Violation::invariant));
        return violations;
    }

    /** Everything that was found so far. */
    public List<Violation> found() {
        return List.copyOf(violations);
    }

    private void check(String table, History history) {
        if (history.versions().isEmpty()) {
            return;
        }
        files(table, history);
        violations.addAll(DeletionCheck.of(table, history, world.commits().deletions()));
        log(table, history.newest());
        history.newest().files().values().forEach(file -> hash(file.path() + file.size()));
        new TreeMap<>(history.newest().marks()).forEach((name, number) -> hash(name + number));
    }

    private void hash(String text) {
        stateHash = (stateHash ^ text.hashCode()) * PRIME;
    }

    private void files(String table, History history) {
        Map<String, ActiveFile> needed = new TreeMap<>(history.newest().files());
        List<CommittedVersion> versions = new ArrayList<>(List.of(history.base()));
        versions.addAll(history.versions());
        for (int i = 0; i < history.replacedAt().size(); i++) {
            if (history.replacedAt().get(i) >= world.clock().millis() - RETENTION) {
                needed.putAll(versions.get(i).files());
            }
        }
        needed.values().forEach(file -> {
            if (world.files().content(file.pathIn(table)) == null) {
                violations.add(new Violation(Invariant.FILE_GONE, table + " lacks " + file.path()));
            }
        });
    }

    private void log(String table, CommittedVersion newest) {
        TableVersion loaded = world.tables().version(table);
        Set<String> paths = new TreeSet<>(loaded.files().stream().map(ActiveFile::path).toList());
        if (loaded.number() != newest.number() || !paths.equals(newest.files().keySet())
                || !loaded.marks().equals(newest.marks())) {
            violations.add(new Violation(Invariant.LOG, table + " is loaded as version " + loaded.number() + " with "
                    + paths + " and " + new TreeMap<>(loaded.marks()) + ", and committed is version "
                    + newest.number() + " with " + newest.files().keySet() + " and " + newest.marks()));
        }
    }

    /** A number that differs when any file name, file size or mark of the newest versions differs. */
    public long stateHash() {
        return stateHash;
    }
}
