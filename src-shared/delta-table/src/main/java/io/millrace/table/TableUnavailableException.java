package io.millrace.table;

/** The table could not be read or written now. Retryable: nothing was half-applied, the same batch may be merged again. */
public class TableUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param attempt
     *            what was tried, as in "write a data file"
     * @param location
     *            the table's folder
     * @param cause
     *            what the storage said
     */
    public TableUnavailableException(String attempt, String location, Throwable cause) {
        super("Could not " + attempt + " in the table at " + location + " (" + cause + "). Nothing was half-applied."
                + " Check that the folder exists, is readable and writable by this process, and has free space.",
                cause);
    }
}
