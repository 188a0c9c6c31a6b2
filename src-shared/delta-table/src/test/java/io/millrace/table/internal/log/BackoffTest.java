package io.millrace.table.internal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void whoHasLostOftenWaitsLessAndLess() {
        List<Long> bounds = IntStream.of(1, 2, 3, 4, 5, 6, 8, 11, 200).mapToObj(Backoff::boundMillis).toList();

        assertEquals(List.of(16L, 32L, 64L, 128L, 64L, 32L, 8L, 1L, 1L), bounds);
    }
}
