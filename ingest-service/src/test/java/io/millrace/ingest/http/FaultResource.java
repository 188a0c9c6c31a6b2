package io.millrace.ingest.http;

import java.time.DateTimeException;
import java.util.ConcurrentModificationException;
import java.util.EmptyStackException;
import java.util.InputMismatchException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/**
 * A place in the service under test that always fails, as only a fault of the program does. Each call fails in another way than
 * those just before: of equal failures one in a second is logged.
 */
@Path("/fault")
public class FaultResource {
    private static final List<Supplier<RuntimeException>> FAULTS = List.of(IllegalStateException::new,
            IllegalArgumentException::new, ArithmeticException::new, ArrayStoreException::new, ClassCastException::new,
            ConcurrentModificationException::new, EmptyStackException::new, IndexOutOfBoundsException::new,
            NegativeArraySizeException::new, NoSuchElementException::new, NullPointerException::new,
            SecurityException::new, UnsupportedOperationException::new, InputMismatchException::new,
            StringIndexOutOfBoundsException::new, ArrayIndexOutOfBoundsException::new, NumberFormatException::new,
            CancellationException::new, RejectedExecutionException::new,
            () -> new DateTimeException("a fault on purpose"), () -> new CompletionException("on purpose", null));

    private final AtomicInteger calls = new AtomicInteger();

    @GET
    public String fail() {
        throw FAULTS.get(calls.getAndIncrement() % FAULTS.size()).get();
    }
}
