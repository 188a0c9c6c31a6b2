package io.millrace.stream.merge;

import static io.millrace.stream.merge.MergeFixture.OTHER_ID;
import static io.millrace.stream.merge.MergeFixture.TOPIC_ID;
import static io.millrace.stream.merge.MergeFixture.await;
import static io.millrace.stream.merge.MergeFixture.offer;
import static io.millrace.stream.merge.MergeFixture.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.registry.RegistryUnavailableException;
import io.millrace.landing.DecodedMemory;
import io.millrace.landing.TopicRefusedException;
import io.millrace.landing.TopicUnavailableException;
import io.millrace.table.TableRefusedException;
import io.millrace.table.mergerule.OffsetRange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A merge into a table in a folder, with a registry that throws an exception on request. */
class StreamMergeTest {
    @TempDir
    private Path folder;

    private MergeFixture fixture;

    @BeforeEach
    void open() {
        fixture = new MergeFixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void anErrorIsAStateAndTheRecordsLandWhenItIsGone() throws Exception {
        // given a registry that is asked, as the first record names a contract that is not known, and has no memory
        StreamMerge merging = fixture.start();
        fixture.registry.thrown = new OutOfMemoryError("injected");
        // when
        offer(merging, record(0, 7), record(1, 1));
        // then
        await("retrying", () -> merging.state().label());
        assertTrue(merging.state().describe().contains("java.lang.OutOfMemoryError: injected"),
                merging.state()::describe);
        assertEquals(1, fixture.meters.get("millrace.stream.state").tag("state", "retrying").gauge().value());
        await(true, () -> fixture.meters.find("millrace.merge.failures").counter() != null);
        // and when the cause is gone, and Kafka returns the records that were dropped to free memory
        fixture.registry.thrown = null;
        await(0L, () -> fixture.consumer.rewoundTo);
        offer(merging, record(0, 7), record(1, 1));
        // then
        await("running", () -> merging.state().label());
        assertEquals(0, MergeFixture.behind(merging, TOPIC_ID, Map.of(0, new OffsetRange(0, 2))));
    }

    @Test
    void aRefusedTablePausesTheStreamUntilItIsMended() throws Exception {
        // given
        StreamMerge merging = fixture.start();
        fixture.registry.thrown = new TableRefusedException("here", "somebody must act.");
        // when
        offer(merging, record(0, 7));
        // then
        await("paused", () -> merging.state().label());
        assertEquals(1, fixture.meters.get("millrace.stream.state").tag("state", "paused").gauge().value());
        fixture.registry.thrown = null;
        await("running", () -> merging.state().label());
    }

    @Test
    void aStreamHasAThreadOnlyWhileThereAreRecordsToMerge() throws Exception {
        // given
        fixture.idle = Duration.ofMillis(50);
        StreamMerge merging = fixture.start();
        assertEquals(0, mergeThreads());
        // when
        offer(merging, record(0, 1));
        // then
        await(0L, () -> MergeFixture.behind(merging, TOPIC_ID, Map.of(0, new OffsetRange(0, 1))));
        await(0L, StreamMergeTest::mergeThreads);
        assertEquals("running", merging.state().label());
        // and later records start it again
        offer(merging, record(1, 1), record(2, 1));
        await(0L, () -> MergeFixture.behind(merging, TOPIC_ID, Map.of(0, new OffsetRange(0, 3))));
        await(0L, StreamMergeTest::mergeThreads);
        // and also records that must be read again, with the next measurement of the lag at the latest
        merging.offerFailed(0, new OutOfMemoryError("injected"));
        await(3L, () -> fixture.consumer.rewoundTo);
    }

    private static long mergeThreads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("merge-visits"))
                .count();
    }

    @Test
    void recordsThatCouldNotBeTakenInAreReadAgain() throws Exception {
        // given
        StreamMerge merging = fixture.start();
        // when
        merging.offerFailed(0, new OutOfMemoryError("injected"));
        offer(merging, record(3, 1));
        // then
        await(0L, () -> fixture.consumer.rewoundTo);
        AtomicInteger delivered = new AtomicInteger();
        await(0L, () -> {
            // Kafka gives the records after each rewind.
            int rewinds = fixture.consumer.rewinds.get();
            if (delivered.getAndSet(rewinds) != rewinds) {
                offer(merging, record(0, 1), record(1, 1));
            }
            return MergeFixture.behind(merging, TOPIC_ID, Map.of(0, new OffsetRange(0, 2)));
        });
        await("running", () -> merging.state().label());
    }

    @Test
    void heavyEventsLandInPartsAndOneThatIsTooHeavyByItselfIsADeadLetter() throws Exception {
        // given memory for two of the events, and one event that is heavier than all of it
        fixture.memory = new DecodedMemory(12_000);
        StreamMerge merging = fixture.start();
        // when
        offer(merging, record(0, 1, 800), record(1, 1, 800), record(2, 1, 10_000), record(3, 1, 800), record(4, 1, 800),
                record(5, 1));
        // then
        await(0L, () -> MergeFixture.behind(merging, TOPIC_ID, Map.of(0, new OffsetRange(0, 6))));
        assertEquals("running", merging.state().label());
        await(5.0, () -> fixture.meters.get("millrace.merge.rows").tag("outcome", "inserted").counter().count());
        assertTrue(fixture.meters.get("millrace.merge.commits").counter().count() >= 2, "all in one part");
        assertEquals(List.of("too-large"), fixture.letters.history().stream()
                .map(letter -> EventHeaders.text(letter.headers(), DeadLetter.ERROR_CODE).orElse("")).toList());
    }

    @Test
    void recordsOfATopicThatIsGoneMoveNoWatermarkOfTheOneThatHasItsName() throws Exception {
        // given records of a topic that wait, while it is deleted and made again
        StreamMerge merging = fixture.start();
        fixture.registry.thrown = new RegistryUnavailableException("injected", "here", new IOException("away"));
        offer(merging, record(0, 7), record(1, 1), record(2, 1));
        await("retrying", () -> merging.state().label());
        assertEquals(0, merging.assign(OTHER_ID, 0, new OffsetRange(0, 10)));
        assertTrue(merging.isOf(OTHER_ID));
        assertFalse(merging.isOf(TOPIC_ID));
        // when
        fixture.registry.thrown = null;
        await("running", () -> merging.state().label());
        // then they are in the table, and everything of the new topic is still to come
        assertEquals(0, MergeFixture.behind(merging, TOPIC_ID, Map.of(0, new OffsetRange(0, 3))));
        assertEquals(5, MergeFixture.behind(merging, OTHER_ID, Map.of(0, new OffsetRange(0, 5))));
        offer(merging, record(0, 1), record(1, 1), record(2, 1), record(3, 1), record(4, 1));
        await(0L, () -> MergeFixture.behind(merging, OTHER_ID, Map.of(0, new OffsetRange(0, 5))));
        await(5.0, () -> fixture.meters.get("millrace.merge.rows").tag("outcome", "inserted").counter().count());
        assertEquals(1, fixture.meters.get("millrace.topic.replacements").counter().count());
    }

    @Test
    void anEndThatWasReadBeforeAnotherWriterMergedIsNoLoss() throws Exception {
        // given an end of 2 that was read before the third record came and was merged
        OffsetRange read = new OffsetRange(0, 2);
        StreamMerge merging = fixture.start();
        offer(merging, record(0, 1), record(1, 1), record(2, 1));
        await(true, () -> fixture.meters.find("millrace.merge.rows").tag("outcome", "inserted").counter() != null);
        await(3.0, () -> fixture.meters.get("millrace.merge.rows").tag("outcome", "inserted").counter().count());
        // when
        assertEquals(0, MergeFixture.behind(merging, TOPIC_ID, Map.of(0, read)));
        // then
        assertEquals("running", merging.state().label());
        assertThrows(TopicUnavailableException.class, () -> merging.assign(TOPIC_ID, 0, read));
        assertEquals(3, merging.assign(TOPIC_ID, 0, new OffsetRange(0, 3)));
    }

    @Test
    void aPartitionThatEndsBelowItsWatermarkIsNotRead() throws Exception {
        StreamMerge merging = fixture.start();
        offer(merging, record(0, 1), record(1, 1), record(2, 1));
        await(0L, () -> MergeFixture.behind(merging, TOPIC_ID, Map.of(0, new OffsetRange(0, 3))));

        assertThrows(TopicUnavailableException.class, () -> merging.assign(TOPIC_ID, 0, new OffsetRange(0, 2)));
        assertThrows(TopicRefusedException.class, () -> merging.assign(TOPIC_ID, 0, new OffsetRange(0, 2)));

        MergeFixture.behind(merging, TOPIC_ID, Map.of(0, new OffsetRange(0, 2)));
        assertEquals("paused", merging.state().label());
    }

    @Test
    void theFreshnessTargetIsAMetricAndDecidesWhenRecordsAreMergedAlsoWhenItChanges() throws Exception {
        // given a stream that has just committed, and whose contract gives it an hour
        fixture.freshness = Optional.of(Duration.ofHours(1));
        StreamMerge merging = fixture.start();
        offer(merging, record(0, 1));
        await(0L, () -> MergeFixture.behind(merging, TOPIC_ID, Map.of(0, new OffsetRange(0, 1))));
        // when
        offer(merging, record(1, 1));
        offer(merging, record(2, 1));
        // then they wait for others
        assertEquals(3600, target());
        Awaitility.await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(20))
                .until(() -> MergeFixture.behind(merging, TOPIC_ID, Map.of(0, new OffsetRange(0, 3))) == 2);
        // and a shorter target ends their wait
        fixture.freshness = Optional.of(Duration.ofSeconds(1));
        await(0L, () -> MergeFixture.behind(merging, TOPIC_ID, Map.of(0, new OffsetRange(0, 3))));
        assertEquals(1, target());
        fixture.freshness = Optional.empty();
        assertEquals(Double.NaN, target());
    }

    private double target() {
        return fixture.meters.get("millrace.freshness.target").tag("stream", "visits").gauge().value();
    }

    @Test
    void onlyOffsetsBelowTheBeginningOfAPartitionAreLost() throws Exception {
        StreamMerge merging = fixture.start();
        // three that were deleted, then two markers of transactions, then one between records
        fixture.consumer.firstRecord = OptionalLong.of(5);
        fixture.consumer.beginning = 3;
        assertEquals(0, fixture.meters.get("millrace.offsets.lost").counter().count());
        offer(merging, record(5, 1), record(7, 1));
        await(0L, () -> MergeFixture.behind(merging, TOPIC_ID, Map.of(0, new OffsetRange(3, 8))));
        await(3.0, () -> fixture.meters.get("millrace.offsets.lost").counter().count());

        // and what retention deletes while it is on its way, between two records
        fixture.consumer.beginning = 20;
        offer(merging, record(8, 1), record(20, 1));
        await(14.0, () -> fixture.meters.get("millrace.offsets.lost").counter().count());
    }
}
