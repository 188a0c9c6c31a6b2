package io.millrace.table;

import static io.millrace.table.Fixture.batch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.millrace.devstack.s3.S3Server;
import io.millrace.table.Fixture.Visit;
import io.millrace.table.s3.FaultyWire;
import io.millrace.table.s3.FaultyWire.Fault;
import io.millrace.table.s3.SharedS3Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a merge asks of S3, and what it makes of an answer that does not come. */
class S3RequestsTest {
    private static final String COMMIT = "PUT .*_delta_log/\\d+\\.json .*";

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
        return new TableLocation.Bucket(S3Server.BUCKET, name,
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
        assertTrue(wire.requests().size() <= 7, () -> "requests: " + wire.requests());
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
        assertTrue(wire.requests().size() <= 10, () -> "requests: " + wire.requests());
    }

    @Test
    void aCommitWhoseAnswerWasLostIsMergedOnce() {
        table.merge(batch(0, 0, Visit.of("a", "1")));
        wire.arm(Fault.ANSWER_LOST, COMMIT, 1);

        var outcome = table.merge(batch(0, 1, Visit.of("b", "1")));

        assertEquals(new MergeOutcome.Committed(2, 1, 0, 0, 0, 1), outcome);
        assertEquals(List.of("a", "b"), Fixture.column(location(), "pk").stream().sorted().toList());
    }

    @Test
    void aCommitOfUnknownOutcomeThatIsInTheLogIsFoundThere() {
        table.merge(batch(0, 0, Visit.of("a", "1")));
        // All the SDK's tries at the commit are lost, though the first has stored it.
        wire.arm(Fault.ANSWER_LOST, COMMIT, 100);

        var outcome = table.merge(batch(0, 1, Visit.of("b", "1")));

        assertInstanceOf(MergeOutcome.Committed.class, outcome);
        assertTrue(count(COMMIT) >= 4, "the SDK did not try again");
        assertEquals(List.of("a", "b"), Fixture.column(location(), "pk").stream().sorted().toList());
    }

    private long count(String requestLine) {
        return wire.requests().stream().filter(line -> line.matches(requestLine)).count();
    }
}
