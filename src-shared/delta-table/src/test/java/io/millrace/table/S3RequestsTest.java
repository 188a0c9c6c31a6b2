package io.millrace.table;

import static io.millrace.table.Fixture.batch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.millrace.devstack.s3.S3Server;
import io.millrace.table.Fixture.Visit;
import io.millrace.table.s3.FaultyWire;
import io.millrace.table.s3.FaultyWire.Fault;
import io.millrace.table.s3.SharedS3Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a merge asks of S3, and what it makes of an answer that does not come. */
@Tag("process")
class S3RequestsTest {
    private static final String COMMIT = "PUT .*_delta_log/\\d+\\.json .*";
    private static final int DAYS = 20;
    private static final Duration ROUND_TRIP = Duration.ofMillis(200);

    private final String name = UUID.randomUUID().toString();
    private FaultyWire wire;
    private EventTable table;

    @BeforeEach
    void open() throws IOException {
        wire = new FaultyWire(SharedS3Server.get().port());
        table = Fixture.open(location(), "stream");
    }

    @AfterEach
    void close() throws IOException {
        table.close();
        wire.close();
    }

    private TableLocation location() {
        return new TableLocation.S3Bucket(S3Server.BUCKET, name,
                new S3Options(Optional.of(wire.endpoint()), Optional.empty(), true));
    }

    @Test
    void aMergeOfNewKeysAsksForNoMoreThanItNeeds() {
        table.merge(batch(0, 0, Fixture.visits(0, 100)));
        table.merge(batch(0, 100, Fixture.visits(100, 200)));
        wire.forget();

        table.merge(batch(0, 200, Fixture.visits(200, 300)));

        assertEquals(1, count(COMMIT), "commits");
        assertEquals(1, count("PUT .*\\.parquet .*"), "data files");
        assertTrue(wire.requests().size() <= 8, () -> "requests: " + wire.requests());
    }

    @Test
    void aCommitOfAnotherWriterIsReadOnceAndNothingElse() {
        table.merge(batch(0, 0, Fixture.visits(0, 100)));
        table.merge(batch(0, 100, Fixture.visits(100, 200)));
        try (EventTable other = Fixture.open(location(), "batch")) {
            other.merge(batch(1, 0, Fixture.visits(200, 300)));
        }
        wire.forget();

        table.merge(batch(0, 200, Fixture.visits(300, 400)));

        assertEquals(1, count("GET .*_delta_log/\\d+\\.json .*"), "commits read");
        assertEquals(1, count("GET .*list-type.*"), "lists");
        assertTrue(wire.requests().size() <= 11, () -> "requests: " + wire.requests());
    }

    @Test
    void aCommitWhoseAnswerWasLostIsMergedOnce() {
        table.merge(batch(0, 0, Visit.of("a", "1")));
        wire.arm(Fault.ANSWER_LOST, COMMIT, 1);

        var outcome = table.merge(batch(0, 1, Visit.of("b", "1")));

        assertEquals(new MergeOutcome.Merged(2, 1, 0, 0, 0, 1), outcome);
        assertEquals(List.of("a", "b"), Fixture.column(location(), "pk").stream().sorted().toList());
    }

    @Test
    void aCommitOfUnknownOutcomeThatIsInTheLogIsFoundThere() {
        table.merge(batch(0, 0, Visit.of("a", "1")));
        // All the SDK's tries at the commit are lost, though the first has stored it.
        wire.arm(Fault.ANSWER_LOST, COMMIT, 100);

        var outcome = table.merge(batch(0, 1, Visit.of("b", "1")));

        assertInstanceOf(MergeOutcome.Merged.class, outcome);
        assertTrue(count(COMMIT) >= 4, "the SDK did not try again");
        assertEquals(List.of("a", "b"), Fixture.column(location(), "pk").stream().sorted().toList());
    }

    /** A batch of thirty days would wait for thirty round trips otherwise. */
    @Test
    void theFilesOfABatchAreStoredAtTheSameTime() {
        table.merge(batch(0, 0, Visit.of("a", "1")));
        FaultyWire.Watch puts = wire.watch("PUT .*\\.parquet .*");
        wire.roundTrip(ROUND_TRIP, ".*");

        table.merge(batch(0, 1, ofManyDays()));

        assertAtOnce(puts);
        wire.roundTrip(Duration.ZERO, "");
        assertEquals(1 + DAYS, Set.copyOf(Fixture.column(location(), "pk")).size());
    }

    @Test
    void duplicatesInManyFilesAreCheckedAtTheSameTime() {
        table.merge(batch(0, 0, ofManyDays()));
        FaultyWire.Watch gets = wire.watch("GET .*\\.parquet .*");
        wire.roundTrip(ROUND_TRIP, ".*");

        var outcome = table.merge(batch(0, DAYS, ofManyDays()));

        assertAtOnce(gets);
        assertEquals(DAYS, assertInstanceOf(MergeOutcome.Merged.class, outcome).duplicates());
    }

    @Test
    void theKeysOfManyFilesAreReadAtTheSameTimeAndInOneRequestEach() {
        table.merge(batch(0, 0, ofManyDays()));
        FaultyWire.Watch gets = wire.watch("GET .*\\.parquet .*");
        try (EventTable other = Fixture.open(location(), "batch")) {
            other.status();
            wire.forget();
            wire.roundTrip(ROUND_TRIP, ".*");

            other.merge(batch(1, 0, Visit.of("new", "1")));
        }

        assertAtOnce(gets);
        assertEquals(DAYS, count("GET .*\\.parquet .*"), "one request for each file");
    }

    @Test
    void filesOfADayThatAreRevisedTogetherAreReadAtTheSameTime() {
        for (int file = 0; file < DAYS; file++) {
            table.merge(batch(0, 2 * file, Visit.of("pk" + file, "e"), Visit.of("stays" + file, "e")));
        }
        FaultyWire.Watch gets = wire.watch("GET .*\\.parquet .*");
        wire.roundTrip(ROUND_TRIP, ".*");

        var outcome = table.merge(batch(0, 2 * DAYS, IntStream.range(0, DAYS)
                .mapToObj(i -> new Visit("pk" + i, "e", Fixture.NOW, "eu", 1, 2.0)).toArray(Visit[]::new)));

        assertAtOnce(gets);
        assertEquals(DAYS, assertInstanceOf(MergeOutcome.Merged.class, outcome).replaced());
        wire.roundTrip(Duration.ZERO, "");
        assertEquals(3.0 * DAYS, Fixture.column(location(), "amount").stream().mapToDouble(a -> (Double) a).sum());
    }

    @Test
    void whatIsLeftOfFilesIsStoredAtTheSameTime() {
        int days = 4;
        table.merge(batch(0, 0, IntStream.range(0, days).boxed()
                .flatMap(day -> Stream.of(ofDay(day, "moves", 0), ofDay(day, "stays", 0))).toArray(Visit[]::new)));
        FaultyWire.Watch puts = wire.watch("PUT .*\\.parquet .*");
        wire.roundTrip(ROUND_TRIP, "PUT .*");

        table.merge(batch(0, 2 * days, IntStream.range(0, days)
                .mapToObj(day -> ofDay(day, "moves", 1).at(Fixture.NOW, "eu")).toArray(Visit[]::new)));

        assertTrue(puts.most() > 1 && puts.most() <= days, () -> "at once: " + puts.most());
        wire.roundTrip(Duration.ZERO, "");
        assertEquals(2 * days, Fixture.column(location(), "pk").size());
    }

    private static Visit ofDay(int day, String pk, long revision) {
        return new Visit(pk + day, "e", Fixture.NOW - day * Fixture.DAY, "eu", revision, 1.0);
    }

    @Test
    void whenOneOfManyFilesCannotBeStoredNothingIsMergedAndTheNextTrySucceeds() {
        table.merge(batch(0, 0, Visit.of("a", "1")));
        wire.arm(Fault.FORBIDDEN, "PUT .*\\.parquet .*", 1);
        MicroBatch days = batch(0, 1, ofManyDays());

        assertThrows(TableUnavailableException.class, () -> table.merge(days));
        assertEquals(1, Fixture.column(location(), "pk").size());

        assertInstanceOf(MergeOutcome.Merged.class, table.merge(days));
        List<Object> pks = Fixture.column(location(), "pk");
        assertEquals(1 + DAYS, pks.size());
        assertEquals(1 + DAYS, Set.copyOf(pks).size());
    }

    private static Visit[] ofManyDays() {
        return IntStream.range(0, DAYS)
                .mapToObj(day -> Visit.of("pk" + day, "e").at(Fixture.NOW - day * Fixture.DAY, "eu"))
                .toArray(Visit[]::new);
    }

    private static void assertAtOnce(FaultyWire.Watch watch) {
        assertTrue(watch.most() >= 4 && watch.most() <= 16, () -> "at once: " + watch.most());
    }

    private long count(String requestLine) {
        return wire.requests().stream().filter(line -> line.matches(requestLine)).count();
    }
}
