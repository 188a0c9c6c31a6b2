package io.millrace.landing.letters;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;

import org.junit.jupiter.api.Test;

class RedriveCountsTest {
    @Test
    void theTextHasNumbersAndTheObstacles() {
        assertEquals("10000 letters redriven, none left", new Redrive.Counts(10_000, Map.of(), false).text());
        assertEquals("7 letters redriven, 3 left (not-json 1, invalid 2), cancelled", new Redrive.Counts(7,
                Map.of(RedriveObstacle.INVALID, 2L, RedriveObstacle.NOT_JSON, 1L), true).text());
    }
}
