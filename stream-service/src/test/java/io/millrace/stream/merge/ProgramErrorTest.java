package io.millrace.stream.merge;

import static io.millrace.stream.merge.MergeFixture.TOPIC_ID;
import static io.millrace.stream.merge.MergeFixture.await;
import static io.millrace.stream.merge.MergeFixture.offer;
import static io.millrace.stream.merge.MergeFixture.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.micrometer.core.instrument.Counter;
import io.millrace.table.mergerule.OffsetRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program error stops its stream, shows its cause, and is not repeated every few seconds. */
class ProgramErrorTest {
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
    void aProgramErrorPausesTheStreamWithItsCauseAndIsNotRepeatedEveryFewSeconds() throws Exception {
        // given
        StreamMerge merging = fixture.start();
        IllegalStateException error = new IllegalStateException("injected");
        List<LogRecord> entries = new CopyOnWriteArrayList<>();
        Logger log = Logger.getLogger(MergeHealth.class.getName());
        Handler collecting = new CollectingHandler(entries);
        log.addHandler(collecting);
        try {
            // when
            fixture.registry.thrown = error;
            offer(merging, record(0, 7));
            // then
            await("paused", () -> merging.state().label());
            assertTrue(merging.state().describe().contains("java.lang.IllegalStateException: injected"),
                    merging.state()::describe);
            assertEquals(1, fixture.meters.get("millrace.stream.state").tag("state", "paused").gauge().value());
            await(1.0, this::failures);
            // and a failure of another kind would be repeated three times in two seconds
            for (long end = System.nanoTime() + Duration.ofSeconds(2).toNanos(); System.nanoTime() < end;) {
                Thread.sleep(50);
                assertEquals(1, failures());
            }
            assertEquals(List.of(error), entries.stream().map(LogRecord::getThrown).toList());
        } finally {
            log.removeHandler(collecting);
        }
    }

    @Test
    void aStreamGoesOnByItselfWhenAProgramErrorDoesNotOccurAgain() throws Exception {
        // given
        fixture.afterProgramError = Duration.ofMillis(50);
        StreamMerge merging = fixture.start();
        fixture.registry.thrown = new IllegalStateException("injected");
        offer(merging, record(0, 7), record(1, 1));
        await("paused", () -> merging.state().label());
        await(true, () -> failures() >= 2);
        assertEquals("paused", merging.state().label());
        // when
        fixture.registry.thrown = null;
        // then
        await("running", () -> merging.state().label());
        assertEquals(0, MergeFixture.behind(merging, TOPIC_ID, Map.of(0, new OffsetRange(0, 2))));
    }

    @Test
    void aProgramErrorWhileRecordsAreBufferedPausesTheStreamToo() throws Exception {
        StreamMerge merging = fixture.start();
        merging.offerFailed(0, new IllegalStateException("injected"));
        await("paused", () -> merging.state().label());
        assertEquals(0, fixture.consumer.rewinds.get());
    }

    @Test
    void aFailureThatCannotBeReportedDoesNotEndTheThread() throws Exception {
        // given a report that fails, as when no file can be opened and a class of it is not loaded yet
        fixture.afterProgramError = Duration.ofMillis(50);
        Logger log = Logger.getLogger(MergeHealth.class.getName());
        Handler failing = new FailingHandler();
        log.addHandler(failing);
        try {
            StreamMerge merging = fixture.start();
            fixture.registry.thrown = new IllegalStateException("injected");
            offer(merging, record(0, 7));
            await("paused", () -> merging.state().label());
            // when
            fixture.registry.thrown = null;
            // then
            await("running", () -> merging.state().label());
            assertEquals(0, MergeFixture.behind(merging, TOPIC_ID, Map.of(0, new OffsetRange(0, 1))));
        } finally {
            log.removeHandler(failing);
        }
    }

    private static final class FailingHandler extends Handler {
        @Override
        public void publish(LogRecord entry) {
            throw new NoClassDefFoundError("injected");
        }

        @Override
        public void flush() {
            // Nothing is kept.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private double failures() {
        Counter counter = fixture.meters.find("millrace.merge.failures").counter();
        return counter == null ? 0 : counter.count();
    }

    private static final class CollectingHandler extends Handler {
        private final List<LogRecord> entries;

        CollectingHandler(List<LogRecord> entries) {
            this.entries = entries;
        }

        @Override
        public void publish(LogRecord entry) {
            entries.add(entry);
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
