package io.millrace.table.internal.log;

import java.io.UncheckedIOException;
import java.util.concurrent.Callable;

import io.delta.kernel.exceptions.InvalidTableException;
import io.millrace.table.TableRefusedException;
import io.millrace.table.TableUnavailableException;

/** The one place where what storage and Kernel throw becomes what the door promises. */
public final class TableErrors {
    private final String location;

    public TableErrors(String location) {
        this.location = location;
    }

    /**
     * Does it.
     *
     * @param what
     *            what is done, as in "read the log"
     */
    public <T> T attempt(String what, Callable<T> call) {
        try {
            return call.call();
        } catch (TableUnavailableException | TableRefusedException e) {
            throw e;
        } catch (Exception e) {
            refuse(e);
            Throwable cause = e.getCause();
            throw new TableUnavailableException(what, location,
                    e instanceof UncheckedIOException && cause != null ? cause : e);
        }
    }

    /** Trying again mends no file, and takes no feature away. */
    private void refuse(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            ProtocolCheck.refuse(location, cause);
            if (cause instanceof CorruptLogException damaged) {
                throw new TableRefusedException(location, String.valueOf(damaged.getMessage()));
            }
            if (cause instanceof InvalidTableException invalid) {
                throw new TableRefusedException(location, "its log has a hole (" + invalid.getMessage()
                        + "). Restore the missing files of its _delta_log from a copy.");
            }
        }
    }
}
