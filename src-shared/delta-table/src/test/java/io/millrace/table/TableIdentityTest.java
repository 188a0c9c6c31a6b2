package io.millrace.table;

import static io.millrace.table.Fixture.TOPIC_ID;
import static io.millrace.table.Fixture.batch;
import static io.millrace.table.Fixture.open;
import static io.millrace.table.Fixture.visits;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.millrace.table.mergerule.OffsetRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer whose table is replaced, put back or removed while it lives. */
class TableIdentityTest {
    @TempDir
    Path folder;

    private Path place;
    private EventTable writer;

    @BeforeEach
    void sixVersions() {
        place = folder.resolve("table");
        writer = open(place, "stream");
        for (int i = 0; i < 6; i++) {
            writer.merge(batch(0, 100 * i, visits(100 * i, 100 * (i + 1))));
        }
    }

    @AfterEach
    void close() {
        writer.close();
    }

    @Test
    void aTableMadeInThePlaceOfAnotherIsNotTakenForIt() {
        remove(place);
        try (EventTable other = open(place, "batch")) {
            for (int i = 0; i < 7; i++) {
                other.merge(batch(0, 50 * i, visits(50 * i, 50 * (i + 1))));
            }

            // the other one needs offset 350, and is not given what comes after 600
            assertEquals(new MergeOutcome.OffsetGap(0, 350, new OffsetRange(600, 700)),
                    writer.merge(batch(0, 600, visits(600, 700))));
            assertEquals(OptionalLong.of(350), writer.watermark(new SourcePartition(TOPIC_ID, 0)));
            writer.merge(batch(0, 300, visits(300, 700)));
            other.merge(batch(0, 700, visits(0, 800)));
        }
        assertEachOnce(800);
        assertEquals(1, writer.replacements());
    }

    @Test
    void aPartitionThatTheNewTableHasNeverSeenIsReadFromItsBeginning() {
        writer.merge(batch(1, 0, visits(1_000, 1_100)));
        remove(place);
        try (EventTable other = open(place, "batch")) {
            other.merge(batch(0, 0, visits(0, 700)));
        }

        assertEquals(new MergeOutcome.OffsetGap(1, 0, new OffsetRange(100, 200)),
                writer.merge(batch(1, 100, visits(1_100, 1_200))));
        assertEquals(OptionalLong.empty(), writer.watermark(new SourcePartition(TOPIC_ID, 1)));
        writer.merge(batch(1, 0, visits(700, 900)));

        assertEachOnce(900);
    }

    @Test
    void aTableThatIsPutBackToAnOlderVersionIsMergedAgainFromThere() {
        copy(place, folder.resolve("copy"));
        writer.merge(batch(0, 600, visits(600, 700)));
        writer.merge(batch(1, 0, visits(1_000, 1_100)));
        remove(place);
        copy(folder.resolve("copy"), place);

        assertEquals(new MergeOutcome.OffsetGap(0, 600, new OffsetRange(700, 800)),
                writer.merge(batch(0, 700, visits(700, 800))));
        assertEquals(new MergeOutcome.OffsetGap(1, 0, new OffsetRange(100, 200)),
                writer.merge(batch(1, 100, visits(1_100, 1_200))));
        writer.merge(batch(0, 600, visits(600, 800)));

        assertEachOnce(800);
        assertEquals(1, writer.replacements());
    }

    @Test
    void aTableThatIsPutBackAndGoesOnWithAnotherHistoryIsReadAnew() {
        copy(place, folder.resolve("copy"));
        writer.merge(batch(0, 600, visits(600, 700)));
        remove(place);
        copy(folder.resolve("copy"), place);
        try (EventTable other = open(place, "batch")) {
            other.merge(batch(1, 0, visits(600, 800)));
        }

        // version 7 is there in both histories, and holds other keys
        writer.merge(batch(0, 600, visits(600, 900)));

        assertEachOnce(900);
        assertEquals(1, writer.replacements());
    }

    @Test
    void aTableThatIsGoneIsNotMadeAgainByWhoKnewItAndGoesOnWhenItIsPutBack() {
        copy(place, folder.resolve("copy"));
        remove(place);

        for (int i = 0; i < 2; i++) {
            var refused = assertThrows(TableRefusedException.class,
                    () -> writer.merge(batch(0, 600, visits(600, 700))));
            assertTrue(String.valueOf(refused.getMessage()).contains("is gone"), refused.getMessage());
        }
        assertFalse(Files.exists(place.resolve("_delta_log")));

        copy(folder.resolve("copy"), place);
        assertInstanceOf(MergeOutcome.Merged.class, writer.merge(batch(0, 600, visits(600, 700))));
        assertEachOnce(700);
        assertEquals(0, writer.replacements());
    }

    @Test
    void theNumberOfReplacementsIsKnownWhileAnotherCallHangs() throws Exception {
        // given a call that has the table
        synchronized (writer) {
            assertEquals(Long.valueOf(0),
                    CompletableFuture.supplyAsync(writer::replacements).get(30, TimeUnit.SECONDS));
        }
    }

    private void assertEachOnce(int wanted) {
        List<Object> keys = Fixture.column(place, "pk");
        assertEquals(wanted, new HashSet<>(keys).size(), "keys");
        assertEquals(wanted, keys.size(), "rows");
    }

    static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void copy(Path from, Path to) {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
