package io.millrace.table;

/** The table could not be read or written. Retryable: no commit is partly applied, the same batch may be merged again. */
public class TableUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param attempt
     *            the operation, such as "write a data file"
     * @param location
     *            the table's folder
     * @param cause
     *            the failure of the storage
     */
    public TableUnavailableException(String attempt, String location, Throwable cause) {
        super("Could not " + attempt + " in the table at " + location + " (" + cause
                + "). No commit was partly applied."
                + " Check that the folder exists, is readable and writable by this process, and has free space.",
                cause);
    }
}
