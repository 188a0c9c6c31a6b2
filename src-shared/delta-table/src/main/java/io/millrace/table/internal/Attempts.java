package io.millrace.table.internal;

import java.io.UncheckedIOException;
import java.util.concurrent.Callable;

import io.millrace.table.TableRefusedException;
import io.millrace.table.TableUnavailableException;

/** The one place where what storage and Kernel throw becomes what the door promises. */
final class Attempts {
    private final String location;

    Attempts(String location) {
        this.location = location;
    }

    /**
     * Does it.
     *
     * @param what
     *            what is done, as in "read the log"
     */
    <T> T attempt(String what, Callable<T> call) {
        try {
            return call.call();
        } catch (TableUnavailableException | TableRefusedException e) {
            throw e;
        } catch (Exception e) {
            Throwable cause = e.getCause();
            throw new TableUnavailableException(what, location,
                    e instanceof UncheckedIOException && cause != null ? cause : e);
        }
    }
}
