package io.millrace.ingest.testing;

/** Waits for the service under test. */
public final class ServiceReadiness {
    private ServiceReadiness() {}

    /** Returns when every path answers with 200. */
    public static void await(ServiceClient caller, String... paths) {
        for (String path : paths) {
            TestWaits.await(path + " answers with 200")
                    .until(() -> caller.send(caller.request(path)).statusCode() == 200);
        }
    }
}
