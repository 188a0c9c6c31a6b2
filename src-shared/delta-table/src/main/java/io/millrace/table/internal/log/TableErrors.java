package io.millrace.table.internal.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;

import io.delta.kernel.exceptions.InvalidTableException;
import io.delta.kernel.exceptions.KernelException;
import io.millrace.table.TableRefusedException;
import io.millrace.table.TableUnavailableException;

/**
 * Translates storage and Kernel exceptions into the exceptions of the API. Any other exception is a programming error, which
 * no retry repairs: it is passed on unchanged.
 */
public final class TableErrors {
    private final String location;

    public TableErrors(String location) {
        this.location = location;
    }

    /**
     * Runs an operation on the table.
     *
     * @param operation
     *            the operation as a verb phrase, for example "read the log"
     * @throws TableUnavailableException
     *             when the storage failed: the operation may be repeated
     * @throws TableRefusedException
     *             when the table cannot be used as it is
     */
    public <T> T attempt(String operation, Callable<T> call) {
        try {
            return call.call();
        } catch (TableUnavailableException | TableRefusedException e) {
            throw e;
        } catch (Exception e) {
            refuse(e);
            if (isFromStorage(e)) {
                Throwable cause = e.getCause();
                throw new TableUnavailableException(operation, location,
                        e instanceof UncheckedIOException && cause != null ? cause : e);
            }
            if (e instanceof RuntimeException error) {
                throw error;
            }
            throw new IllegalStateException("could not " + operation + " in the table at " + location, e);
        }
    }

    /** Whether the storage or Kernel failed, in contrast to a programming error. */
    public static boolean isFromStorage(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof UncheckedIOException
                    || cause instanceof KernelException) {
                return true;
            }
        }
        return false;
    }

    /** Throws for failures that no retry repairs, such as a corrupt file or a table feature. */
    private void refuse(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            ProtocolCheck.refuse(location, cause);
            if (cause instanceof CorruptLogException corrupt) {
                throw new TableRefusedException(location, String.valueOf(corrupt.getMessage()));
            }
            if (cause instanceof InvalidTableException invalid) {
                throw new TableRefusedException(location, "files of its log are missing (" + invalid.getMessage()
                        + "). Restore the missing files of its _delta_log from a copy.");
            }
        }
    }
}
