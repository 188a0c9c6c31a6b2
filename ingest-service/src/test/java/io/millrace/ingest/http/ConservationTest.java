package io.millrace.ingest.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.millrace.ingest.Fixtures;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Every event that was received is counted by what became of it, once. */
@QuarkusTest
class ConservationTest {
    private static final String QUAKES = "/v1/streams/earthquake/events";
    private static final String JSON = "application/json";

    @Test
    void receivedIsTheSumOfWhatBecameOfIt() throws Exception {
        try (Caller caller = Caller.ofService(); Caller metrics = Caller.ofManagement()) {
            Ready.await(caller, "/v1/streams/earthquake", "/v1/streams/order");
            double before = sum(metrics, "millrace_ingest_events_received_total\\{");
            double outcomes = sum(metrics, "millrace_ingest_events_total\\{");
            String event = Fixtures.earthquake("c", "c@1");

            // 1 + 2 + 3 + 1 + 1 + 2 + 1 + 1 + 1 events
            caller.post(QUAKES, JSON, event);
            caller.post(QUAKES, JSON, "[" + event + "," + event + "]");
            caller.post(QUAKES, JSON, "[" + event + ",{},{}]", "Prefer", "handling=lenient");
            caller.post(QUAKES, JSON, "{");
            caller.post(QUAKES, "text/plain", "");
            caller.post("/v1/streams/order/events", JSON, "[{}, {}]");
            caller.post("/v1/streams/none/events", JSON, event);
            caller.post(QUAKES + ":validate", JSON, event);
            caller.post("/v1/cdc/debezium", JSON, "{\"ts_ms\": 1}");

            assertEquals(13, sum(metrics, "millrace_ingest_events_received_total\\{") - before);
            assertEquals(13, sum(metrics, "millrace_ingest_events_total\\{") - outcomes);
            String text = metrics.send(metrics.request("/metrics")).body();
            for (String outcome : new String[]{"stored", "quarantined", "refused", "skipped"}) {
                assertTrue(text.contains("millrace_ingest_events_total{outcome=\"" + outcome + "\""), outcome);
            }
        }
    }

    private static double sum(Caller metrics, String meter) throws Exception {
        Matcher lines = Pattern.compile("(?m)^" + meter + "[^}]*} (\\S+)$")
                .matcher(metrics.send(metrics.request("/metrics")).body());
        double sum = 0;
        while (lines.find()) {
            sum += Double.parseDouble(lines.group(1));
        }
        return sum;
    }
}
