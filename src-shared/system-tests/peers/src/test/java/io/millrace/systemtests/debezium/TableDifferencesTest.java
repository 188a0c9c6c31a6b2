package io.millrace.systemtests.debezium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class TableDifferencesTest {
    private static final DatabaseChange.Landed CREATED = landed(DatabaseChange.CREATED, order(1, "a"), 10);
    private static final DatabaseChange.Landed UPDATED = landed(DatabaseChange.UPDATED, order(1, "b"), 11);
    private static final DatabaseChange.Landed OTHER = landed(DatabaseChange.CREATED, order(2, "c"), 12);
    private static final DatabaseChange.Landed DELETED = landed(DatabaseChange.DELETED, order(2, "c"), 13);
    private static final List<DatabaseChange.Landed> ALL = List.of(CREATED, UPDATED, OTHER, DELETED);
    private static final Map<Long, OrderRow> LEFT = Map.of(1L, order(1, "b"));

    @Test
    void everyChangeOnceIsRightInWhateverOrderTheRowsCome() {
        TableDifferences findings = found(List.of(DELETED, UPDATED, OTHER, CREATED), LEFT, 5, 0);

        assertTrue(findings.ok());
        assertTrue(findings.isReplayEqual());
        assertEquals(1, findings.redelivered());
    }

    @Test
    void changeThatIsNotThereIsMissing() {
        TableDifferences findings = found(List.of(CREATED, OTHER, DELETED), LEFT, 5, 0);

        assertEquals(1, findings.missing());
        assertFalse(findings.ok());
        assertFalse(findings.isReplayEqual());
    }

    @Test
    void changeThatIsThereTwiceIsOneTooMany() {
        TableDifferences findings = found(List.of(CREATED, UPDATED, UPDATED, OTHER, DELETED), LEFT, 5, 0);

        assertEquals(1, findings.surplus());
        assertFalse(findings.ok());
    }

    @Test
    void changeWithAnotherValueIsMissingAndTheOtherOneTooMany() {
        TableDifferences findings = found(
                List.of(CREATED, landed(DatabaseChange.UPDATED, order(1, "x"), 11), OTHER, DELETED), LEFT, 5,
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

    private static TableDifferences found(List<DatabaseChange.Landed> landed, Map<Long, OrderRow> postgres,
            long records,
            long deadLetters) {
        return new TableDifferences(ALL.stream().map(DatabaseChange.Landed::change).toList(), postgres, landed, records,
                deadLetters);
    }

    private static DatabaseChange.Landed landed(String op, OrderRow order, long lsn) {
        return new DatabaseChange.Landed(new DatabaseChange(op, order), lsn);
    }

    private static OrderRow order(long id, String customer) {
        return new OrderRow(id, customer, null, new BigDecimal("1.00"), true, 5, 6, null, null);
    }
}
