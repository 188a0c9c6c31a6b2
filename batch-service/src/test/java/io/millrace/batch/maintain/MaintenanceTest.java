package io.millrace.batch.maintain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.batch.metrics.BatchMetrics;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.metrics.LandingMetrics;
import io.millrace.landing.testing.MovingClock;
import io.millrace.table.TableMaintenance;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MaintenanceTest {
    private static final StreamName VISITS = new StreamName("visits");
    private static final StreamName ORDERS = new StreamName("orders");
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private static final TableMaintenance.RowExpiry EXPIRY = new TableMaintenance.RowExpiry() {
        @Override
        public Set<String> columns() {
            return Set.of("state");
        }

        @Override
        public OptionalLong unusedSince(Map<String, @Nullable Object> row) {
            return OptionalLong.empty();
        }
    };

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> steps = new ArrayList<>();
    private final MovingClock clock = new MovingClock(BEGIN);
    private final Maintenance upkeep = new Maintenance(Duration.ofMinutes(10), clock,
            new BatchMetrics(meters, new LandingMetrics(meters), clock, Duration.ofDays(1),
                    Duration.ofDays(1)));

    /** Notes what is asked of it. */
    private class Noted implements TableMaintenance {
        @Override
        public Compacted compact() {
            steps.add("compact");
            return new Compacted(8, 1, 800, 500, 80, 0);
        }

        @Override
        public Vacuumed vacuum() {
            steps.add("vacuum");
            return new Vacuumed(3, 300, 8);
        }

        @Override
        public LogCleaned cleanUpLog() {
            steps.add("log");
            return new LogCleaned(2, 20);
        }

        @Override
        public DroppedDays dropDays(String dateColumn, Duration keep) {
            steps.add("drop " + dateColumn + " " + keep);
            return new DroppedDays(1, 5, 500);
        }

        @Override
        public DroppedRows dropRows(RowExpiry expiry, Duration keep) {
            steps.add("drop rows " + expiry.columns() + " " + keep);
            return new DroppedRows(3, 1);
        }

        @Override
        public Repartitioned repartition(List<String> partitionColumns) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            steps.add("close");
        }
    }

    private double counted(String meter) {
        return meters.get(meter).tag("stream", "visits").counter().count();
    }

    @Test
    void aTableIsCompactedVacuumedAndItsLogCleanedUp() {
        upkeep.afterRun(VISITS, Noted::new, Optional.empty(), Optional.empty());

        assertEquals(List.of("compact", "vacuum", "log", "close"), steps);
        assertEquals(8, counted("millrace.upkeep.files.compacted"));
        assertEquals(500, counted("millrace.upkeep.bytes.rewritten"));
        assertEquals(5, counted("millrace.upkeep.files.deleted"));
        assertEquals(BEGIN.getEpochSecond(), meters.get("millrace.upkeep.last.success").gauge().value());
    }

    @Test
    void daysOfTheBronzeTableAreDroppedBeforeItsFilesAreCompacted() {
        upkeep.afterRun(VISITS, Noted::new,
                Optional.of(new Maintenance.Bronze(Noted::new, "ingest_date", Duration.ofDays(7))), Optional.empty());

        assertEquals(List.of("compact", "vacuum", "log", "close", "drop ingest_date PT168H", "compact", "vacuum", "log",
                "close"), steps);
        assertEquals(1, counted("millrace.bronze.days.dropped"));
    }

    @Test
    void theTableOfDeadLettersHasItsOwnUpkeep() {
        upkeep.afterRun(VISITS, Noted::new, Optional.empty(), Optional.of(new Maintenance.Letters(() -> {
            throw new IllegalStateException("the storage is away");
        }, EXPIRY, Duration.ZERO)));

        assertEquals(List.of("compact", "vacuum", "log", "close"), steps);
        assertEquals(Set.of("visits_dlq"), upkeep.failures().keySet());
        upkeep.keepOnly(Set.of(VISITS));
        assertEquals(Set.of("visits_dlq"), upkeep.failures().keySet());
    }

    @Test
    void lettersOutOfUseAreRemovedUnlessTheyAreKeptForEver() {
        upkeep.afterRun(VISITS, Noted::new, Optional.empty(),
                Optional.of(new Maintenance.Letters(Noted::new, EXPIRY, Duration.ofDays(90))));
        assertEquals(List.of("drop rows [state] PT2160H", "compact", "vacuum", "log", "close"), steps.subList(4, 9));
        assertEquals(3, counted("millrace.letters.expired"));

        steps.clear();
        upkeep.afterRun(ORDERS, Noted::new, Optional.empty(),
                Optional.of(new Maintenance.Letters(Noted::new, EXPIRY, Duration.ZERO)));
        assertEquals(List.of("compact", "vacuum", "log", "close"), steps.subList(4, 8));
    }

    @Test
    void aFailureOfOneTableDoesNotKeepTheOtherFromItsUpkeep() {
        upkeep.afterRun(VISITS, () -> {
            throw new IllegalStateException("the storage is away");
        }, Optional.of(new Maintenance.Bronze(Noted::new, "ingest_date", Duration.ofDays(7))), Optional.empty());

        assertEquals(5, steps.size(), steps::toString);
        assertEquals(Set.of("visits"), upkeep.failures().keySet());
        upkeep.keepOnly(Set.of());
        assertEquals(Map.of(), upkeep.failures());
    }

    @Test
    void eachTableIsDueWhenItsIntervalIsOver() {
        upkeep.afterRun(VISITS, Noted::new, Optional.empty(), Optional.empty());
        steps.clear();

        clock.set(BEGIN.plus(Duration.ofMinutes(9)));
        upkeep.afterRun(VISITS, Noted::new, Optional.empty(), Optional.empty());
        assertEquals(List.of(), steps);
        upkeep.afterRun(ORDERS, Noted::new, Optional.empty(), Optional.empty());
        assertEquals(4, steps.size());
        clock.set(BEGIN.plus(Duration.ofMinutes(10)));
        upkeep.afterRun(VISITS, Noted::new, Optional.empty(), Optional.empty());
        assertEquals(8, steps.size());
    }

    @Test
    void aClockThatGoesBackDoesNotPutUpkeepOff() {
        clock.set(BEGIN.plus(Duration.ofDays(8)));
        upkeep.afterRun(VISITS, Noted::new, Optional.empty(), Optional.empty());
        clock.set(BEGIN);

        upkeep.afterRun(VISITS, Noted::new, Optional.empty(), Optional.empty());

        assertEquals(8, steps.size());
    }

    @Test
    void aFailureIsCountedClosedAndGoesNoFurther() {
        upkeep.afterRun(VISITS, () -> new Noted() {
            @Override
            public Vacuumed vacuum() {
                throw new IllegalStateException("the storage is away");
            }
        }, Optional.empty(), Optional.empty());

        assertEquals(List.of("compact", "close"), steps);
        assertEquals(1, meters.get("millrace.upkeep.runs").tag("outcome", "failed").counter().count());
        assertNull(meters.find("millrace.upkeep.last.success").gauge());
        assertEquals(Map.of(VISITS.value(), "program error java.lang.IllegalStateException: the storage is away"
                + " (the log has its stack trace; report it)"), upkeep.failures());
    }

    @Test
    void aFailureIsShownUntilASuccess() {
        upkeep.afterRun(VISITS, () -> {
            throw new IllegalStateException("the storage is away");
        }, Optional.empty(), Optional.empty());
        clock.move(Duration.ofDays(8));

        upkeep.afterRun(VISITS, Noted::new, Optional.empty(), Optional.empty());

        assertEquals(Map.of(), upkeep.failures());
    }

    @Test
    void atAnIntervalOfZeroThereIsNone() {
        new Maintenance(Duration.ZERO, clock,
                new BatchMetrics(meters, new LandingMetrics(meters), clock, Duration.ofDays(1),
                        Duration.ofDays(1)))
                .afterRun(VISITS,
                        Noted::new, Optional.empty(), Optional.empty());

        assertEquals(List.of(), steps);
    }
}
