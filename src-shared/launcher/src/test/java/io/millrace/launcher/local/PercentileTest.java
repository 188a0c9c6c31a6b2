package io.millrace.launcher.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

class PercentileTest {
    @Test
    void theNinetyFifthOfAHundredIsTheNinetyFifthValue() {
        assertEquals(OptionalLong.of(95), Percentile.of(LongStream.rangeClosed(1, 100).boxed().toList(), 95));
        assertEquals(OptionalLong.of(7), Percentile.of(List.of(7L), 95));
        assertEquals(OptionalLong.empty(), Percentile.of(List.of(), 95));
    }
}
