package io.millrace.landing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class DecodedMemoryTest {
    private static final long MOST = 1_600;

    private final DecodedMemory memory = new DecodedMemory(MOST);

    @Test
    void leaseGrowsUntilAllMemoryIsLeased() throws Exception {
        try (DecodedMemory.Lease lease = memory.lease()) {
            while (lease.grow()) {
                assertTrue(lease.spare() <= MOST);
            }
            while (!lease.isAll()) {
                lease.await();
            }
            assertEquals(MOST, lease.spare());
        }
        assertTrue(memory.lease().grow(), "the memory was not released");
    }

    @Test
    void aLeaseThatIsNeverReturnedLeavesMemoryForOthersToBegin() {
        DecodedMemory.Lease hangs = memory.lease();
        while (hangs.grow()) {
            hangs.use(hangs.spare());
        }
        for (int merge = 0; merge < 100; merge++) {
            try (DecodedMemory.Lease other = memory.lease()) {
                assertTrue(other.grow(), "the other streams stand still");
            }
        }
        hangs.close();
    }

    @Test
    void aSingleHeavyEventCanHaveMoreThanThereIsForAll() throws Exception {
        DecodedMemory little = new DecodedMemory(MOST / 8, MOST);
        try (DecodedMemory.Lease lease = little.lease()) {
            while (lease.grow()) {
                assertTrue(lease.spare() <= MOST / 8);
            }
            while (!lease.isAll()) {
                lease.await();
            }
            assertEquals(MOST, lease.spare());
        }
    }

    @Test
    void leaseIsNeverSoLargeThatAVectorNearsTheEndOfAnArray() {
        DecodedMemory much = new DecodedMemory(Long.MAX_VALUE / 4);
        try (DecodedMemory.Lease lease = much.lease()) {
            while (lease.grow()) {
                assertTrue(lease.spare() <= 1 << 30);
            }
            assertFalse(lease.grow());
        }
    }

    @Test
    void waitingLeaseGoesBeforeLaterOnesAndGetsAllWhenTheOthersAreClosed() throws Exception {
        // given a lease that holds a little
        DecodedMemory.Lease other = memory.lease();
        assertTrue(other.grow());
        other.use(other.spare());
        // when another lease needs all
        CompletableFuture<Boolean> all = CompletableFuture.supplyAsync(() -> {
            DecodedMemory.Lease lease = memory.lease();
            try {
                while (!lease.isAll()) {
                    lease.await();
                }
                return true;
            } catch (InterruptedException e) {
                return false;
            } finally {
                lease.close();
            }
        });
        DecodedMemory.Lease later = memory.lease();
        await("the waiting lease goes before a later one").atMost(Duration.ofSeconds(20)).pollInSameThread()
                .pollInterval(Duration.ofMillis(1)).until(() -> {
                    boolean grown = later.grow();
                    later.close();
                    return !grown;
                });
        assertFalse(all.isDone());
        other.close();
        // then
        assertTrue(all.get(20, TimeUnit.SECONDS));
    }

    @Test
    void limitShrinksAfterAnOutOfMemoryErrorAndGrowsWhenMergesSucceed() {
        // given
        for (int i = 0; i < 4; i++) {
            assertFalse(memory.shrink());
        }
        assertTrue(memory.shrink(), "the limit is at its minimum");
        // when
        DecodedMemory.Lease lease = memory.lease();
        while (lease.grow()) {
            assertTrue(lease.spare() <= MOST / 16);
        }
        lease.close();
        for (int i = 0; i < 20; i++) {
            memory.grow();
        }
        // then
        long largest = 0;
        while (lease.grow()) {
            largest = lease.spare();
        }
        lease.close();
        assertTrue(largest > MOST / 4, "the limit has not grown");
    }
}
