package io.millrace.systemtests.debezium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final Change.Landed CREATED = landed(Change.CREATED, order(1, "a"), 10);
    private static final Change.Landed UPDATED = landed(Change.UPDATED, order(1, "b"), 11);
    private static final Change.Landed OTHER = landed(Change.CREATED, order(2, "c"), 12);
    private static final Change.Landed DELETED = landed(Change.DELETED, order(2, "c"), 13);
    private static final List<Change.Landed> ALL = List.of(CREATED, UPDATED, OTHER, DELETED);
    private static final Map<Long, Order> LEFT = Map.of(1L, order(1, "b"));

    @Test
    void everyChangeOnceIsRightInWhateverOrderTheRowsCome() {
        Findings findings = found(List.of(DELETED, UPDATED, OTHER, CREATED), LEFT, 5, 0);

        assertTrue(findings.ok());
        assertTrue(findings.isReplayEqual());
        assertEquals(1, findings.redelivered());
    }

    @Test
    void changeThatIsNotThereIsMissing() {
        Findings findings = found(List.of(CREATED, OTHER, DELETED), LEFT, 5, 0);

        assertEquals(1, findings.missing());
        assertFalse(findings.ok());
        assertFalse(findings.isReplayEqual());
    }

    @Test
    void changeThatIsThereTwiceIsOneTooMany() {
        Findings findings = found(List.of(CREATED, UPDATED, UPDATED, OTHER, DELETED), LEFT, 5, 0);

        assertEquals(1, findings.surplus());
        assertFalse(findings.ok());
    }

    @Test
    void changeWithAnotherValueIsMissingAndTheOtherOneTooMany() {
        Findings findings = found(List.of(CREATED, landed(Change.UPDATED, order(1, "x"), 11), OTHER, DELETED), LEFT, 5,
                0);

        assertEquals(1, findings.missing());
        assertEquals(1, findings.surplus());
        assertFalse(findings.ok());
    }

    @Test
    void deadLetterAndARunWithoutRedeliveryFail() {
        assertFalse(found(ALL, LEFT, 5, 1).ok());
        assertFalse(found(ALL, LEFT, 4, 0).ok());
    }

    @Test
    void rowsThatPostgresDoesNotHaveAnyMoreFail() {
        assertFalse(found(ALL, Map.of(1L, order(1, "b"), 2L, order(2, "c")), 5, 0).ok());
    }

    private static Findings found(List<Change.Landed> landed, Map<Long, Order> postgres, long records,
            long deadLetters) {
        return new Findings(ALL.stream().map(Change.Landed::change).toList(), postgres, landed, records, deadLetters);
    }

    private static Change.Landed landed(String op, Order order, long lsn) {
        return new Change.Landed(new Change(op, order), lsn);
    }

    private static Order order(long id, String customer) {
        return new Order(id, customer, null, new BigDecimal("1.00"), true, 5, 6, null, null);
    }
}
