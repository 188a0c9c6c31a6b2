package io.millrace.bench.alerts;

import java.io.IOException;
import java.util.Map;

/**
 * A process that hangs: it is alive, and does nothing.
 *
 * @param word
 *            of its command line
 * @param requests
 *            the number of requests that are sent meanwhile
 */
record HangingProcess(String word, int requests) implements Fault {
    static final String INGEST = "ingest-service/target/quarkus-app";
    static final String STREAM = "stream-service/target/quarkus-app";
    static final String BATCH = "batch-service/target/quarkus-app";
    static final String KAFKA = "KafkaBroker";
    static final String REGISTRY = "apicurio";
    /** The availability is judged by requests. */
    private static final int GOOD_REQUESTS = 100;

    HangingProcess(String word) {
        this(word, 0);
    }

    @Override
    public Map<String, String> make(Place place) throws IOException, InterruptedException {
        long pid = place.system().pid(word);
        LabSystem.signal("STOP", pid);
        for (int i = 0; i < requests; i++) {
            place.system().offer(place.stream(), ProbeEvents.now(1));
        }
        return Map.of("PID", Long.toString(pid));
    }

    /** Only when requests failed before, and not until the gateway reaches Kafka again. */
    @Override
    public void whenMended(Place place) {
        if (requests > 0 && place.prometheus().value("min(millrace_ingest_dependency_up)").orElse(0) == 1) {
            for (int i = 0; i < GOOD_REQUESTS; i++) {
                place.system().offer(place.stream(), ProbeEvents.now(1));
            }
        }
    }

    /** All streams are without it; of the services it is the only one that is missing. */
    @Override
    public boolean explains(Firing firing, String stream) {
        return firing.service().isEmpty() || word.startsWith(firing.service());
    }
}
