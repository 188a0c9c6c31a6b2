package io.millrace.table.internal.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

class TableTimeTest {
    private static final Duration RETENTION = Duration.ofHours(4);
    private static final Duration STEP = Duration.ofHours(1);

    private final TreeMap<Long, Long> commits = new TreeMap<>();

    private void commit(double hours) {
        commits.put((long) commits.size(), (long) (hours * Duration.ofHours(1).toMillis()));
    }

    private boolean hasPassedSince(long version) {
        return TableTime.of(commits, STEP).hasPassed(RETENTION, version);
    }

    @Test
    void timePassesWithCommits() {
        for (int hour = 0; hour <= 6; hour++) {
            commit(hour);
        }

        assertTrue(hasPassedSince(0));
        assertFalse(hasPassedSince(1), "five hours is the retention and one step, not more");
    }

    @Test
    void aLeapOfTheClockByEightDaysDoesNotAge() {
        commit(0);
        commit(1);
        commit(1 + 8 * 24);

        assertFalse(hasPassedSince(0));
    }

    @Test
    void aLeapDoesNotShortenTheRetentionEither() {
        for (int hour = 0; hour <= 4; hour++) {
            commit(hour);
        }
        commit(4.01 + 8 * 24);

        assertFalse(hasPassedSince(0));
    }

    @Test
    void aClockThatGoesBackStopsTime() {
        commit(8 * 24);
        for (int hour = 0; hour < 20; hour++) {
            commit(hour);
        }

        assertFalse(hasPassedSince(0));
        assertEquals(Duration.ofDays(8).toMillis(), TableTime.of(commits, STEP).now());
    }

    @Test
    void twoWritersWithClocksEightDaysApartDoNotAgeByTakingTurns() {
        for (int turn = 0; turn < 50; turn++) {
            commit(turn * 0.001);
            commit(8 * 24 + turn * 0.001);
        }

        assertFalse(hasPassedSince(0));
    }

    @Test
    void nothingIsOldInATableWithoutCommits() {
        assertFalse(hasPassedSince(0));
    }

    @Test
    void aVersionThatHasLeftTheLogIsAsOldAsTheOldestThatHasNot() {
        for (int hour = 0; hour <= 6; hour++) {
            commit(hour);
        }
        commits.headMap(1L).clear();

        assertFalse(hasPassedSince(0));
    }

    @Test
    void aVersionYetToComeIsNotOld() {
        for (int hour = 0; hour <= 9; hour++) {
            commit(hour);
        }

        assertFalse(hasPassedSince(100));
    }
}
