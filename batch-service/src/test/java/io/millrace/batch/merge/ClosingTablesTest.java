package io.millrace.batch.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

class ClosingTablesTest {
    @Test
    void aTableThatHangsHoldsUpNeitherTheOthersNorTheEnd() throws Exception {
        CountDownLatch storage = new CountDownLatch(1);
        CountDownLatch other = new CountDownLatch(1);
        Runnable hangs = () -> {
            try {
                storage.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };

        assertEquals(1, ClosingTables.close(List.of(hangs, other::countDown), Duration.ofSeconds(2)));

        assertEquals(0, other.getCount());
        storage.countDown();
        assertEquals(0, ClosingTables.close(List.of(hangs, other::countDown), Duration.ofMinutes(1)));
    }
}
