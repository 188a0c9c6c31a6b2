package io.millrace.ingest.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ByteBudgetTest {
    private final ByteBudget budget = new ByteBudget(100);

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
}
