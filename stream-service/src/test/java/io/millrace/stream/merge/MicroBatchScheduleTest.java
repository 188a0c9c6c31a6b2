package io.millrace.stream.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class MicroBatchScheduleTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final long RECENT = NOW.minusSeconds(1).toEpochMilli();
    private static final long OLD = NOW.minusSeconds(60).toEpochMilli();

    private long nanos = TimeUnit.HOURS.toNanos(1);
    private Optional<Duration> freshness = Optional.empty();
    private final MicroBatchSchedule schedule = new MicroBatchSchedule(
            new MicroBatchSchedule.Limits(100, 1_000, Duration.ofSeconds(1), () -> freshness),
            Clock.fixed(NOW, ZoneOffset.UTC), () -> nanos);

    @Test
    void withoutRecordsNothingIsDue() {
        assertEquals(Long.MAX_VALUE, schedule.nanosUntilDue());
        schedule.added(RECENT);
        schedule.ended();
        assertEquals(Long.MAX_VALUE, schedule.nanosUntilDue());
    }

    @Test
    void aRecordAfterAPauseIsDueWhenNoneFollows() {
        schedule.added(RECENT);

        assertEquals(50, millisUntilDue());
        pass(50);
        assertEquals(0, millisUntilDue());
    }

    @Test
    void recordsThatKeepComingAreDueAfterTheIntervalOfTheFirst() {
        for (int i = 0; i < 10; i++) {
            schedule.added(RECENT);
            assertTrue(millisUntilDue() > 0);
            pass(100);
            schedule.added(RECENT);
        }
        assertEquals(0, millisUntilDue());
    }

    @Test
    void theNextMicroBatchIsNotDueBeforeTheIntervalIsOver() {
        schedule.added(RECENT);
        schedule.ended();
        pass(10);
        schedule.added(RECENT);

        assertEquals(990, millisUntilDue());
    }

    @Test
    void aBacklogIsDueAfterTenIntervalsAtLatest() {
        for (int i = 0; i < 99; i++) {
            schedule.added(OLD);
            pass(100);
            schedule.added(OLD);
            assertTrue(millisUntilDue() > 0, "after " + i);
        }
        pass(50);
        assertEquals(0, millisUntilDue());
    }

    @Test
    void theEndOfABacklogIsDueWhenNoRecordFollows() {
        schedule.added(OLD);
        pass(5_000);
        schedule.added(OLD);

        assertEquals(50, millisUntilDue());
    }

    @Test
    void aBacklogWhoseNewestRecordIsRecentIsNone() {
        schedule.added(OLD);
        schedule.added(RECENT);
        pass(990);
        schedule.added(OLD);

        assertEquals(10, millisUntilDue());
    }

    @Test
    void aLongerFreshnessTargetMakesFewerCommits() {
        assertEquals(60, commitsOfAMinute());
        freshness = Optional.of(Duration.ofSeconds(5));
        assertEquals(13, commitsOfAMinute());
        freshness = Optional.of(Duration.ofSeconds(30));
        assertEquals(2, commitsOfAMinute());
    }

    @Test
    void aNewTargetChangesTheIntervalOfTheMicroBatchThatIsGrowing() {
        freshness = Optional.of(Duration.ofHours(1));
        schedule.ended();
        schedule.added(RECENT);
        pass(2_000);
        assertTrue(millisUntilDue() > 3_000_000);

        freshness = Optional.of(Duration.ofSeconds(2));
        assertEquals(-200, millisUntilDue());
    }

    @Test
    void theBacklogOfAStreamWithALongIntervalIsDueAfterAMinuteAtLatestOrAfterThatInterval() {
        freshness = Optional.of(Duration.ofSeconds(20));
        schedule.ended();
        schedule.added(OLD);
        for (int i = 0; i < 60; i++) {
            assertTrue(millisUntilDue() > 0, "after " + i);
            pass(1_000);
            schedule.added(OLD);
        }
        assertEquals(0, millisUntilDue());

        freshness = Optional.of(Duration.ofMinutes(10));
        assertEquals(TimeUnit.MINUTES.toMillis(8), millisUntilDue());
    }

    @Test
    void aMicroBatchIsFullWithItsRowsOrItsBytes() {
        assertFalse(schedule.isFull(99, 999));
        assertTrue(schedule.isFull(100, 0));
        assertTrue(schedule.isFull(1, 1_000));
    }

    private int commitsOfAMinute() {
        int commits = 0;
        schedule.ended();
        for (int millis = 0; millis < 60_000; millis += 10) {
            schedule.added(RECENT);
            pass(10);
            if (millisUntilDue() <= 0) {
                schedule.committed(0);
                commits++;
            }
        }
        return commits;
    }

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private long millisUntilDue() {
        return TimeUnit.NANOSECONDS.toMillis(schedule.nanosUntilDue());
    }
}
