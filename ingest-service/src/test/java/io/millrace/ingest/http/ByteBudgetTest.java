package io.millrace.ingest.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ByteBudgetTest {
    private final ByteBudget budget = new ByteBudget(100, 100);

    @Test
    void whatDoesNotFitIsRefusedAndTakesNothing() {
        var share = budget.open();

        assertTrue(share.take(60));
        assertFalse(share.take(41));
        assertTrue(share.take(40));
        assertEquals(100, budget.used());
    }

    @Test
    void closingGivesBackEverythingOnce() {
        var share = budget.open();
        var other = budget.open();
        assertTrue(share.take(60));
        assertTrue(other.take(10));

        share.close();
        share.close();

        assertEquals(10, budget.used());
        assertFalse(share.take(1));
    }

    @Test
    void largeRequestsLeaveRoomForSmallOnes() {
        int large = 8 * ByteBudget.SMALL;
        ByteBudget shared = new ByteBudget(2L * large, large);
        var first = shared.open();
        assertTrue(first.take(large));

        assertFalse(shared.open().take(large));
        for (int i = 0; i < large / ByteBudget.SMALL; i++) {
            assertTrue(shared.open().take(ByteBudget.SMALL));
        }
        assertFalse(shared.open().take(1));
    }

    @Test
    void largestRequestFitsWhenThereIsNoOther() {
        int largest = 2 * ByteBudget.SMALL;

        assertTrue(new ByteBudget(largest, largest).open().take(largest));
    }
}
