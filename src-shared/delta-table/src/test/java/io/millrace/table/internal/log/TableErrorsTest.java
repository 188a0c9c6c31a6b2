package io.millrace.table.internal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;

import io.delta.kernel.exceptions.KernelEngineException;
import io.millrace.table.TableRefusedException;
import io.millrace.table.TableUnavailableException;
import org.junit.jupiter.api.Test;

class TableErrorsTest {
    private static final IOException DISK_FULL = new IOException("No space left on device");

    private final TableErrors errors = new TableErrors("/tables/orders");

    @Test
    void aProgrammingErrorIsPassedOnAsItIs() {
        RuntimeException error = new NullPointerException("a bug");

        assertSame(error, thrownFor(error));
    }

    @Test
    void aFailureOfStorageMayBeRetried() {
        TableUnavailableException failure = (TableUnavailableException) thrownFor(DISK_FULL);

        assertSame(DISK_FULL, failure.getCause());
        assertTrue(String.valueOf(failure.getMessage()).contains("read the log in the table at /tables/orders"),
                failure::toString);
    }

    @Test
    void aFailureOfStorageMayBeRetriedWhateverWrapsIt() {
        assertEquals(TableUnavailableException.class, thrownFor(new UncheckedIOException(DISK_FULL)).getClass());
        assertEquals(TableUnavailableException.class,
                thrownFor(new KernelEngineException("read a file", DISK_FULL)).getClass());
        assertEquals(TableUnavailableException.class, thrownFor(new IllegalStateException(DISK_FULL)).getClass());
    }

    @Test
    void aCorruptLogIsRefusedWhateverWrapsIt() {
        Exception failure = thrownFor(
                new IllegalStateException(CorruptLogException.commit("_delta_log/7.json", "is empty")));

        assertEquals(TableRefusedException.class, failure.getClass());
        assertTrue(String.valueOf(failure.getMessage()).contains("_delta_log/7.json is empty"), failure::toString);
    }

    private RuntimeException thrownFor(Exception cause) {
        Callable<Integer> failing = () -> {
            throw cause;
        };
        return assertThrows(RuntimeException.class, () -> {
            var unused = errors.attempt("read the log", failing);
        });
    }
}
