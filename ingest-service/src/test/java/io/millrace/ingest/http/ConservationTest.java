package io.millrace.ingest.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.ingest.testing.EventMeters;
import io.millrace.ingest.testing.ServiceClient;
import io.millrace.ingest.testing.ServiceReadiness;
import io.millrace.ingest.testing.TestContracts;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Every event that was received is counted by what became of it, once. */
@QuarkusTest
class ConservationTest {
    private static final String QUAKES = "/v1/streams/earthquake/events";
    private static final String JSON = "application/json";

    @Test
    void receivedIsTheSumOfWhatBecameOfIt() throws Exception {
        try (ServiceClient caller = ServiceClient.ofService(); ServiceClient metrics = ServiceClient.ofManagement()) {
            ServiceReadiness.await(caller, "/v1/streams/earthquake", "/v1/streams/order");
            EventMeters before = EventMeters.read();
            String event = TestContracts.earthquake("c", "c@1");

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

            assertEquals(new EventMeters(before.received() + 13, before.ended() + 13), EventMeters.read());
            String text = metrics.send(metrics.request("/metrics")).body();
            for (String outcome : new String[]{"stored", "quarantined", "refused", "skipped"}) {
                assertTrue(text.contains("millrace_ingest_events_total{outcome=\"" + outcome + "\""), outcome);
            }
        }
    }
}
