package io.millrace.table;

import static io.millrace.table.Fixture.batch;
import static io.millrace.table.Fixture.visits;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

import io.millrace.devstack.s3.S3Server;
import io.millrace.table.Fixture.Visit;
import io.millrace.table.factory.EventTables;
import io.millrace.table.internal.maintenance.TableRemoval;
import io.millrace.table.internal.storage.BoundedParallelIo;
import io.millrace.table.internal.storage.S3Clients;
import io.millrace.table.internal.storage.S3Storage;
import io.millrace.table.s3.FaultyWire;
import io.millrace.table.s3.FaultyWire.Fault;
import io.millrace.table.s3.SharedS3Server;
import io.millrace.table.s3.ShortPages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Deletion of a table whose files are objects of a bucket. */
@Tag("process")
@Tag("slow")
class TableRemovalOnS3Test {
    private static final String DELETED_LOG_FILE = "DELETE .*_delta_log/.*";
    private static final String DELETED_DATA_FILE = "DELETE .*\\.parquet .*";
    private static final int DAYS = 20;

    private final String name = UUID.randomUUID().toString();
    private FaultyWire wire;
    private S3Client direct;

    @BeforeEach
    void connect() throws IOException {
        wire = new FaultyWire(SharedS3Server.get().port());
        direct = S3Clients.of(new S3Options(Optional.of(SharedS3Server.get().endpoint()), Optional.empty(), true));
    }

    @AfterEach
    void disconnect() throws IOException {
        wire.close();
    }

    private TableLocation location(String table) {
        return new TableLocation.S3Bucket(S3Server.BUCKET, table,
                new S3Options(Optional.of(wire.endpoint()), Optional.empty(), true));
    }

    @Test
    void everyObjectOfTheTableIsDeletedWhateverItsNameAndNoObjectOfAnotherTable() throws IOException {
        // given partitions whose folders have odd names, more files than one page of a list, and a table with a longer name
        merge(name, IntStream.range(0, OddTexts.all().size())
                .mapToObj(i -> Visit.of("pk" + i, "e").at(Fixture.NOW, OddTexts.all().get(i))).toArray(Visit[]::new));
        assertTrue(objects(name + "/").size() > ShortPages.NAMES);
        String neighbour = name + "-2";
        merge(neighbour, visits(0, 10));
        List<String> kept = objects(neighbour + "/");
        // when
        new TableRemoval(new S3Storage(new ShortPages(direct)), "s3://" + S3Server.BUCKET + "/" + name,
                BoundedParallelIo.IN_TURN).run();
        // then
        assertEquals(List.of(), objects(name + "/"));
        assertEquals(kept, objects(neighbour + "/"));
        assertEquals(10, Fixture.column(location(neighbour), "pk").size());
    }

    @Test
    void deletionThatFailsAtDataFilesLeavesNoVersionAndIsCompletedByTheNextCall() {
        // given
        merge(name, ofManyDays());
        wire.arm(Fault.FORBIDDEN, DELETED_DATA_FILE, 1);
        // when
        assertThrows(TableUnavailableException.class, () -> EventTables.delete(location(name)));
        // then no reader finds a version whose files are missing
        assertNotEquals(List.of(), objects(name + "/"));
        try (TableReader reader = EventTables.read(location(name))) {
            assertTrue(reader.status().isEmpty());
        }

        EventTables.delete(location(name));
        assertEquals(List.of(), objects(name + "/"));
    }

    @Test
    void deletionThatFailsAtTheLogDeletesNoDataFile() {
        merge(name, ofManyDays());
        wire.arm(Fault.FORBIDDEN, DELETED_LOG_FILE, 1);
        wire.forget();

        assertThrows(TableUnavailableException.class, () -> EventTables.delete(location(name)));

        assertEquals(List.of(), requests(DELETED_DATA_FILE));
        EventTables.delete(location(name));
        assertEquals(List.of(), objects(name + "/"));
    }

    @Test
    void deletionWhoseAnswersAreLostDeletesEverything() {
        merge(name, ofManyDays());
        wire.arm(Fault.ANSWER_LOST, "DELETE .*", 3);

        EventTables.delete(location(name));

        assertEquals(List.of(), objects(name + "/"));
    }

    @Test
    void filesAreDeletedAtTheSameTime() {
        merge(name, ofManyDays());
        FaultyWire.Watch deletions = wire.watch(DELETED_DATA_FILE);
        wire.roundTrip(Duration.ofMillis(200), "DELETE .*");

        EventTables.delete(location(name));

        assertTrue(deletions.most() >= 4 && deletions.most() <= 16, () -> "at once: " + deletions.most());
    }

    @Test
    void openWriterDoesNotCreateTheDeletedTableAgainAndANewWriterStartsEmpty() {
        try (EventTable open = Fixture.open(location(name), "stream")) {
            open.merge(batch(0, 0, visits(0, 100)));
            EventTables.delete(location(name));

            assertThrows(TableRefusedException.class, () -> open.merge(batch(0, 100, visits(100, 200))));
            assertEquals(List.of(), objects(name + "/_delta_log/"));
        }
        merge(name, visits(0, 30));
        assertEquals(30, Fixture.column(location(name), "pk").size());
    }

    @Test
    void deletionOfATableThatDoesNotExistDeletesNothing() {
        EventTables.delete(location(name));

        assertEquals(List.of(), requests("DELETE .*"));
    }

    private void merge(String table, Visit... rows) {
        try (EventTable writer = Fixture.open(location(table), "stream")) {
            writer.merge(batch(0, 0, rows));
        }
    }

    private static Visit[] ofManyDays() {
        return IntStream.range(0, DAYS)
                .mapToObj(day -> Visit.of("pk" + day, "e").at(Fixture.NOW - day * Fixture.DAY, "eu"))
                .toArray(Visit[]::new);
    }

    private List<String> objects(String prefix) {
        return direct.listObjectsV2Paginator(list -> list.bucket(S3Server.BUCKET).prefix(prefix)).contents().stream()
                .map(S3Object::key).toList();
    }

    private List<String> requests(String requestLine) {
        return wire.requests().stream().filter(line -> line.matches(requestLine)).toList();
    }
}
