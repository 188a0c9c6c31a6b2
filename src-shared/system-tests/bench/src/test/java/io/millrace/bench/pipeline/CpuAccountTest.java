package io.millrace.bench.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.millrace.bench.run.ProcessFigures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuAccountTest {
    @Test
    void whatNoGroupHadIsTheRest() {
        CpuAccount before = CpuAccount.of(1_000_000, Map.of(CpuGroup.MERGE, 600_000L, CpuGroup.REST, 100_000L));
        CpuAccount after = CpuAccount.of(3_000_000, Map.of(CpuGroup.MERGE, 1_600_000L, CpuGroup.KAFKA, 500_000L));

        CpuAccount spent = after.since(before);

        assertEquals(400_000, before.of(CpuGroup.REST));
        assertEquals(2_000_000, spent.total());
        assertEquals(1_000_000, spent.of(CpuGroup.MERGE));
        assertEquals(500_000, spent.of(CpuGroup.KAFKA));
        assertEquals(500_000, spent.of(CpuGroup.REST));
        assertEquals(0.25, spent.share(CpuGroup.KAFKA));
    }

    @ParameterizedTest
    @CsvSource({"merge-order,MERGE", "C2 CompilerThre,COMPILERS", "C1 CompilerThre,COMPILERS",
            "GC Thread#1,GARBAGE_COLLECTION", "G1 Conc#0,GARBAGE_COLLECTION", "VM Thread,GARBAGE_COLLECTION",
            "kafka-coordinat,KAFKA", "smallrye-kafka-,KAFKA", "vert.x-eventloo,EVENT_LOOPS",
            "executor-thread,EVENT_LOOPS", "Signal Dispatch,REST"})
    void aThreadBelongsToTheGroupThatItsNameTells(String thread, CpuGroup group) {
        assertEquals(group, CpuGroup.of(thread));
    }

    @Test
    void aThreadThatEndedKeepsWhatItHad() throws InterruptedException {
        // given
        ThreadWatch watch = new ThreadWatch(new ProcessFigures(ProcessHandle.current().pid()));
        CountDownLatch end = new CountDownLatch(1);
        Thread merge = Thread.ofPlatform().name("merge-of-test").start(() -> {
            long spun = 0;
            while (end.getCount() > 0) {
                spun++;
            }
            assertTrue(spun >= 0);
        });
        long started = System.nanoTime();
        long seen = 0;
        while (seen < 50_000) {
            seen = watch.look().of(CpuGroup.MERGE);
            assertTrue(System.nanoTime() - started < TimeUnit.MINUTES.toNanos(1), "no CPU time within a minute");
        }
        // when
        end.countDown();
        merge.join();
        // then
        CpuAccount after = watch.look();
        assertTrue(after.of(CpuGroup.MERGE) >= seen);
        assertTrue(after.total() >= after.of(CpuGroup.MERGE));
    }
}
