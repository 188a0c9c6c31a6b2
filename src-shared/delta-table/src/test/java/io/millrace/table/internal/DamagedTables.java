package io.millrace.table.internal;

import static io.millrace.table.Fixture.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.millrace.table.DeltaBackend;
import io.millrace.table.EventTable;
import io.millrace.table.Fixture;
import io.millrace.table.Fixture.Visit;
import io.millrace.table.MicroBatch;
import org.jspecify.annotations.Nullable;

/** Tables with a log that a broken disk or a careless hand damaged, for other readers to read: as they are, and mended. */
public final class DamagedTables {
    private static final int COMMITS = 22;
    private static final MicroBatch NEXT = batch(0, COMMITS, Visit.of("new", "1"),
            Visit.of("pk3", "1").revised(COMMITS, 1));

    private DamagedTables() {}

    /** Names of files of the log. */
    private interface Log {
        String HINT = "_last_checkpoint";
        String CHECKPOINT = String.format("%020d.checkpoint.parquet", 20);
        String COMMIT_BEFORE = String.format("%020d.json", COMMITS - 1);
        String LAST_COMMIT = String.format("%020d.json", COMMITS);
    }

    private enum Remedy {
        NONE_NEEDED, DELETE_IT, DELETE_IT_AND_THE_HINT, RESTORE_IT
    }

    /** What happened to a file of the log. */
    public enum Damage {
        HINT_CUT(Log.HINT, "cut", Remedy.NONE_NEEDED), //
        HINT_GARBAGE(Log.HINT, "garbage", Remedy.NONE_NEEDED), //
        HINT_EMPTY(Log.HINT, "empty", Remedy.NONE_NEEDED), //
        HINT_GONE(Log.HINT, "gone", Remedy.NONE_NEEDED), //
        CHECKPOINT_CUT(Log.CHECKPOINT, "cut", Remedy.DELETE_IT_AND_THE_HINT), //
        CHECKPOINT_GARBAGE(Log.CHECKPOINT, "garbage", Remedy.DELETE_IT_AND_THE_HINT), //
        CHECKPOINT_EMPTY(Log.CHECKPOINT, "empty", Remedy.DELETE_IT_AND_THE_HINT), //
        CHECKPOINT_GONE(Log.CHECKPOINT, "gone", Remedy.DELETE_IT_AND_THE_HINT), //
        LAST_COMMIT_CUT(Log.LAST_COMMIT, "cut", Remedy.DELETE_IT), //
        LAST_COMMIT_GARBAGE(Log.LAST_COMMIT, "garbage", Remedy.DELETE_IT), //
        LAST_COMMIT_EMPTY(Log.LAST_COMMIT, "empty", Remedy.DELETE_IT), //
        COMMIT_IN_THE_MIDDLE_GONE(Log.COMMIT_BEFORE, "gone", Remedy.RESTORE_IT);

        private final String file;
        private final String how;
        private final Remedy remedy;

        Damage(String file, String how, Remedy remedy) {
            this.file = file;
            this.how = how;
            this.remedy = remedy;
        }
    }

    /**
     * A damaged table.
     *
     * @param damage
     *            what happened to it
     * @param asItIs
     *            the table, with the version and the rows that it had before
     * @param withoutLastCommit
     *            the rows that it had a commit earlier
     * @param mended
     *            a copy, once the remedy that our error names was applied and a writer went on
     */
    public record Damaged(
            Damage damage,
            FaultTables.Left asItIs,
            List<Map<String, @Nullable Object>> withoutLastCommit,
            FaultTables.Left mended) {}

    /** Makes one of each, below a folder. */
    public static List<Damaged> write(Path folder) throws IOException {
        List<MicroBatch> merged = new ArrayList<>();
        Path whole = folder.resolve("whole");
        try (EventTable table = new DeltaBackend(whole).open(Fixture.SHAPE, "stream")) {
            for (int i = 0; i < COMMITS; i++) {
                merged.add(batch(0, i, Visit.of("pk" + i % 5, "1").revised(i, i)));
                table.merge(merged.getLast());
            }
        }
        List<MicroBatch> goneOn = new ArrayList<>(merged);
        goneOn.add(NEXT);
        List<Damaged> damaged = new ArrayList<>();
        for (Damage damage : Damage.values()) {
            Path asItIs = folder.resolve(damage + "");
            Path mended = folder.resolve(damage + "-mended");
            StorageFaultTest.copy(whole, asItIs);
            damage(log(asItIs, damage.file), damage.how);
            StorageFaultTest.copy(asItIs, mended);
            mend(mended, damage, log(whole, damage.file));
            try (EventTable table = new DeltaBackend(mended).open(Fixture.SHAPE, "batch")) {
                table.merge(merged.getLast());
                table.merge(NEXT);
            }
            damaged.add(new Damaged(damage,
                    new FaultTables.Left(damage + "", asItIs, COMMITS, FaultTables.byLaw(merged)),
                    FaultTables.byLaw(merged.subList(0, COMMITS - 1)),
                    new FaultTables.Left(damage + ", mended", mended, FaultTables.version(mended),
                            FaultTables.byLaw(goneOn))));
        }
        return damaged;
    }

    private static void mend(Path table, Damage damage, Path intact) throws IOException {
        Path file = log(table, damage.file);
        switch (damage.remedy) {
            case NONE_NEEDED -> {
            }
            case DELETE_IT -> Files.delete(file);
            case DELETE_IT_AND_THE_HINT -> {
                Files.deleteIfExists(file);
                Files.delete(log(table, Log.HINT));
            }
            case RESTORE_IT -> Files.copy(intact, file);
        }
    }

    private static Path log(Path table, String file) {
        return table.resolve("_delta_log").resolve(file);
    }

    static void damage(Path file, String how) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        switch (how) {
            case "cut" -> Files.write(file, Arrays.copyOf(whole, whole.length - whole.length / 3));
            case "garbage" -> Files.write(file, new byte[whole.length]);
            case "gone" -> Files.delete(file);
            default -> Files.write(file, new byte[0]);
        }
    }
}
