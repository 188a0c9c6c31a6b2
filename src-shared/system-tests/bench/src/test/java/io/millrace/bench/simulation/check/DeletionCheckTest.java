package io.millrace.bench.simulation.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import io.millrace.bench.simulation.world.CommitRecorder;
import io.millrace.table.internal.log.ActiveFile;
import org.junit.jupiter.api.Test;

/** The file {@code a} is in version 0, which version 1 replaces; {@code b} is in the newest version. */
class DeletionCheckTest {
    private static final long HOUR = 3_600_000;
    private static final long REPLACED = 10 * HOUR;
    private static final History HISTORY = new History(CommittedVersion.NONE,
            List.of(version(0, "a"), version(1, "b")), List.of(HOUR, REPLACED));

    @Test
    void aFileThatWasDeletedWithinTheRetentionIsFoundHoweverMuchTimePassesAfterwards() {
        assertEquals(1, found("a", REPLACED + HOUR - 1));
        assertEquals(1, found("a", REPLACED - 1));
    }

    @Test
    void aFileMayBeDeletedAfterTheRetention() {
        assertEquals(0, found("a", REPLACED + HOUR));
    }

    @Test
    void aFileOfTheNewestVersionMayNeverBeDeleted() {
        assertEquals(1, found("b", 100 * HOUR));
    }

    @Test
    void aFileOfNoVersionMayBeDeleted() {
        assertEquals(0, found("c", REPLACED));
    }

    private static int found(String file, long at) {
        return DeletionCheck.of("/tables/t", HISTORY,
                List.of(new CommitRecorder.Deletion(file(file).pathIn("/tables/t"), at))).size();
    }

    private static CommittedVersion version(long number, String file) {
        return new CommittedVersion(number, new HashMap<>(Map.of(file, file(file))), Map.of());
    }

    private static ActiveFile file(String path) {
        return new ActiveFile(path, Map.of(), 1, 0, -1, OptionalLong.empty());
    }
}
