package io.millrace.contracts.slo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SloCountsTest {
    private SloTargets targets = SloDefaults.bundled().targets();
    private final SloCounts counts = new SloCounts(Slo.LAG, () -> targets);

    @Test
    void aValueAboveTheThresholdMissesTheObjectiveAndAnUnknownOneIsNotJudged() {
        counts.judge(299);
        counts.judge(300);
        counts.judge(300.1);
        counts.judge(Double.NaN);

        assertEquals(3, counts.judged());
        assertEquals(1, counts.missed());
    }

    @Test
    void aNewTargetAppliesFromTheNextValueOn() {
        counts.judge(100);
        targets = targets.with(Slo.LAG, new SloTarget(0.9, 60), SloSource.CONTRACT);
        counts.judge(100);

        assertEquals(1, counts.missed());
        assertEquals(0.9, counts.target().objective());
    }

    @Test
    void sumsThatAreKeptElsewhereReplaceTheCounts() {
        counts.become(1_000, 3);
        counts.become(2_000, 1);

        assertEquals(2_000, counts.judged());
        assertEquals(1, counts.missed());
    }
}
