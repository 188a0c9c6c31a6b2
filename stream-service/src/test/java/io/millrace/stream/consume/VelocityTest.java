package io.millrace.stream.consume;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class VelocityTest {
    private final Velocity velocity = new Velocity();
    private Velocity.Rates rates = Velocity.Rates.UNKNOWN;

    private void measure(int second, long end, long watermarks) {
        rates = velocity.measured(TimeUnit.SECONDS.toNanos(second), end, watermarks);
    }

    @Test
    void aBacklogThatShrinksIsMergedAfterItsLengthByTheDifferenceOfTheSpeeds() {
        for (int second = 0; second <= 300; second += 5) {
            measure(second, 100_000 + 100L * second, 300L * second);
        }

        assertEquals(100, rates.arrival(), 0.1);
        assertEquals(300, rates.merge(), 0.1);
        assertEquals(200, rates.secondsToCatchUp(40_000), 1);
        assertEquals(0, rates.secondsToCatchUp(0));
    }

    @Test
    void aBacklogThatDoesNotShrinkIsNeverMerged() {
        for (int second = 0; second <= 60; second += 5) {
            measure(second, 1_000 + 100L * second, 0);
        }

        assertEquals(Double.POSITIVE_INFINITY, rates.secondsToCatchUp(7_000));
    }

    @Test
    void oneMeasurementAndAnotherTopicGiveNoSpeed() {
        measure(0, 1_000, 500);
        assertEquals(Double.NaN, rates.secondsToCatchUp(500));
        measure(5, 2_000, 900);
        measure(10, 10, 0);
        assertEquals(Velocity.Rates.UNKNOWN, rates);
    }
}
