package io.millrace.ingest.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for the service under test. */
public final class ServiceReadiness {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ServiceReadiness() {}

    /** Returns when every path answers with 200. */
    public static void await(ServiceClient caller, String... paths) throws Exception {
        long start = System.nanoTime();
        for (String path : paths) {
            while (caller.send(caller.request(path)).statusCode() != 200) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new AssertionError(path + " did not answer with 200 within " + PATIENCE);
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }
}
