package io.millrace.stream.merge;

import static io.millrace.stream.merge.MergeFixture.offer;
import static io.millrace.stream.merge.MergeFixture.record;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.supervision.Supervision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeWatchTest {
    private static final StreamName VISITS = new StreamName("visits");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final Supervision supervision = new Supervision(Clock.systemUTC(), task -> {
        // Nothing is measured.
    });

    private MergeWatch watch(StreamMerge merge) {
        return new MergeWatch(() -> Map.of(VISITS, merge), supervision, Duration.ofMillis(500), Duration.ofSeconds(2));
    }

    @Test
    void aMergeThatWaitsForWhatNeverComesIsShownAndThenNeedsARestart() {
        try (MergeFixture fixture = new MergeFixture(folder)) {
            StreamMerge merge = fixture.start();
            MergeWatch watch = watch(merge);
            fixture.consumer.answer = new CountDownLatch(1);
            offer(merge, record(1, 1)); // Offset 0 is missing: it is searched for.

            await("the trouble").atMost(LIMIT).until(() -> {
                watch.look();
                return supervision.troubles().containsKey("merges");
            });
            assertTrue(String.valueOf(supervision.troubles().get("merges")).contains("the merge of stream visits has"),
                    supervision.troubles()::toString);
            await("the restart").atMost(LIMIT).until(() -> {
                watch.look();
                return supervision.needsRestart();
            });
            fixture.consumer.answer.countDown();
        }
    }

    @Test
    void aMergeThatIsReportedAndGoesOnIsWell() {
        try (MergeFixture fixture = new MergeFixture(folder)) {
            fixture.idle = Duration.ofMillis(50);
            StreamMerge merge = fixture.start();
            MergeWatch watch = new MergeWatch(() -> Map.of(VISITS, merge), supervision, Duration.ofMillis(500),
                    Duration.ofHours(1));
            fixture.consumer.answer = new CountDownLatch(1);
            offer(merge, record(1, 1));
            await("the trouble").atMost(LIMIT).until(() -> {
                watch.look();
                return !supervision.troubles().isEmpty();
            });

            fixture.consumer.answer.countDown();

            await("no trouble").atMost(LIMIT).until(() -> {
                watch.look();
                return supervision.troubles().isEmpty();
            });
            assertFalse(supervision.needsRestart());
        }
    }

    @Test
    void aMergeWithoutRecordsIsWell() {
        try (MergeFixture fixture = new MergeFixture(folder)) {
            watch(fixture.start()).look();

            assertEquals(Map.of(), supervision.troubles());
        }
    }
}
