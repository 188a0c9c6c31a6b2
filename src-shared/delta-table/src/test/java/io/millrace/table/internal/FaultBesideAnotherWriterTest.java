package io.millrace.table.internal;

import static io.millrace.table.Fixture.batch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.millrace.table.EventTable;
import io.millrace.table.Fixture;
import io.millrace.table.Fixture.Visit;
import io.millrace.table.MicroBatch;
import io.millrace.table.TableUnavailableException;
import io.millrace.table.WriterOptions;
import io.millrace.table.internal.storage.BoundedParallelIo;
import io.millrace.table.internal.storage.FaultyStorage;
import io.millrace.table.internal.storage.FaultyStorage.Fault;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A writer with keys in its index reads the commit of another one, and a step to the storage fails meanwhile. Afterwards it
 * goes on with the index that it has: the rows of the other writer must be in it.
 */
@Tag("slow")
class FaultBesideAnotherWriterTest {
    /** More than an index takes that has room for all keys. */
    private static final long ROOM = 1 << 20;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"ERROR", "OUT_OF_MEMORY", "ANSWER_LOST"})
    void aKeyOfTheOtherWriterIsKnownAfterAFaultAtAnyStep(Fault fault) {
        int step = 0;
        boolean failed = true;
        while (failed) {
            step++;
            Path place = folder.resolve(fault + "-" + step);
            FaultyStorage storage = new FaultyStorage();
            try (EventTable table = open(place, "stream", storage);
                    EventTable other = Fixture.open(place, "batch")) {
                table.merge(batch(0, 0, Visit.of("a", "1")));
                table.merge(batch(0, 1, Visit.of("a", "2"), Visit.of("a", "1")));
                other.merge(batch(1, 0, Visit.of("b", "1")));

                storage.failAt(step, fault);
                failing(table, batch(0, 3, Visit.of("c", "1")));
                failed = storage.failed();
                storage.mend();
                table.merge(batch(0, 3, Visit.of("c", "1")));
                table.merge(batch(0, 4, Visit.of("b", "1"), Visit.of("a", "1")));
            }

            assertEquals(List.of("a", "a", "b", "c"), Fixture.column(place, "pk").stream().sorted().toList(),
                    fault + " at step " + step);
        }
        assertTrue(step >= 10, "only " + step + " steps reached the storage");
    }

    private static EventTable open(Path place, String writer, FaultyStorage storage) {
        return TableFactory.open(place.toString(), Fixture.SHAPE,
                new WriterOptions(writer, Duration.ofDays(30), ROOM), storage, BoundedParallelIo.IN_TURN,
                Clock.systemUTC());
    }

    private static void failing(EventTable table, MicroBatch batch) {
        try {
            table.merge(batch);
        } catch (TableUnavailableException | OutOfMemoryError e) { // the fault
            assertTrue(e.getMessage() != null);
        }
    }
}
