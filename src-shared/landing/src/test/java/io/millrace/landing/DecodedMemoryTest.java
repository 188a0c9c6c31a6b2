package io.millrace.landing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class DecodedMemoryTest {
    private static final long MOST = 1_600;

    private final DecodedMemory memory = new DecodedMemory(MOST);

    @Test
    void aLeaseGrowsUntilAllIsTaken() throws Exception {
        try (DecodedMemory.Lease lease = memory.lease()) {
            while (lease.grow()) {
                assertTrue(lease.spare() <= MOST);
            }
            while (!lease.isAll()) {
                lease.await();
            }
            assertEquals(MOST, lease.spare());
        }
        assertTrue(memory.lease().grow(), "it was not given back");
    }

    @Test
    void aLeaseIsNeverSoLargeThatAVectorNearsTheEndOfAnArray() {
        DecodedMemory much = new DecodedMemory(Long.MAX_VALUE / 4);
        try (DecodedMemory.Lease lease = much.lease()) {
            while (lease.grow()) {
                assertTrue(lease.spare() <= 1 << 30);
            }
            assertFalse(lease.grow());
        }
    }

    @Test
    void whoWaitsGoesBeforeWhoComesLaterAndHasAllWhenTheOthersAreDone() throws Exception {
        // given one that holds a little
        DecodedMemory.Lease other = memory.lease();
        assertTrue(other.grow());
        other.use(other.spare());
        // when another one needs all
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
        for (long end = System.nanoTime() + 10_000_000_000L; later.grow(); later.close()) {
            assertTrue(System.nanoTime() < end, "one that came later was served before one that waits");
            Thread.sleep(1);
        }
        assertFalse(all.isDone());
        other.close();
        // then
        assertTrue(all.get(10, TimeUnit.SECONDS));
    }

    @Test
    void afterAnOutOfMemoryErrorThereIsLessUntilMergesSucceedAgain() {
        // given
        for (int i = 0; i < 4; i++) {
            assertFalse(memory.shrink());
        }
        assertTrue(memory.shrink(), "it is at its least");
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
        assertTrue(largest > MOST / 4, "it is as small as before");
    }
}
