package io.millrace.stream.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class CommitIntervalTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private Optional<Duration> target = Optional.empty();
    private final CommitInterval interval = new CommitInterval(Duration.ofSeconds(1), () -> target);

    @Test
    void withoutATargetTheIntervalIsTheConfiguredOneHoweverLongCommitsTake() {
        interval.committed(7 * SECOND);

        assertEquals(SECOND, interval.nanos());
    }

    @Test
    void aRecordThatWaitsForTwoCommitsIsAsFreshAsTheTarget() {
        target = Optional.of(Duration.ofSeconds(10));
        assertEquals(9 * SECOND, interval.nanos());

        interval.committed(2 * SECOND);

        assertEquals(5 * SECOND, interval.nanos());
    }

    @Test
    void slowCommitsMakeTheIntervalNoShorterThanAQuarterOfTheTarget() {
        target = Optional.of(Duration.ofSeconds(4));
        interval.committed(60 * SECOND);

        assertEquals(SECOND, interval.nanos());
    }

    @Test
    void aSlowCommitCountsAtOnceAndIsForgottenSlowly() {
        target = Optional.of(Duration.ofSeconds(100));
        interval.committed(16 * SECOND);
        assertEquals(58 * SECOND, interval.nanos());

        interval.committed(0);
        assertEquals(62 * SECOND, interval.nanos());

        for (int i = 0; i < 100; i++) {
            interval.committed(0);
        }
        assertTrue(interval.nanos() > 89 * SECOND, () -> interval.nanos() + " ns");
    }
}
