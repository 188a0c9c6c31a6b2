package io.millrace.batch.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What every source of CPU time does. */
interface CpuClockContract {
    CpuClock cpu();

    /** Uses at least so much CPU time of this thread. */
    void work(long nanos);

    /** Lets some time pass without work. */
    void rest() throws InterruptedException;

    @Test
    default void workTakesAtLeastItsTime() {
        long before = cpu().nanos();
        work(20_000_000);
        assertTrue(cpu().nanos() - before >= 20_000_000, "CPU time did not pass");
    }

    @Test
    default void restTakesHardlyAny() throws InterruptedException {
        long before = cpu().nanos();
        rest();
        assertEquals(0, (cpu().nanos() - before) / 50_000_000);
    }
}
