package io.millrace.table;

/** The table cannot be used as it is. Not retryable: the table or the contract must change. Nothing was written. */
public class TableRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TableRefusedException(String location, String reason) {
        super("The table at " + location + " is refused: " + reason + " Nothing was written.");
    }
}
