package io.millrace.ingest.http;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.concurrent.Callable;

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
            String event = TestContracts.earthquake("c", "c@1");
            assertAll(
                    () -> counts(1, () -> caller.post(QUAKES, JSON, event)),
                    () -> counts(2, () -> caller.post(QUAKES, JSON, "[" + event + "," + event + "]")),
                    () -> counts(3, () -> caller.post(QUAKES, JSON, "[" + event + ",{},{}]", "Prefer",
                            "handling=lenient")),
                    () -> counts(1, () -> caller.post(QUAKES, JSON, "{")),
                    () -> counts(1, () -> caller.post(QUAKES, "text/plain", "")),
                    () -> counts(2, () -> caller.post("/v1/streams/order/events", JSON, "[{}, {}]")),
                    () -> counts(1, () -> caller.post("/v1/streams/none/events", JSON, event)),
                    () -> counts(1, () -> caller.post(QUAKES + ":validate", JSON, event)),
                    () -> counts(1, () -> caller.post("/v1/cdc/debezium", JSON, "{\"ts_ms\": 1}")));

            String text = metrics.send(metrics.request("/metrics")).body();
            for (String outcome : new String[]{"stored", "quarantined", "refused", "skipped"}) {
                assertTrue(text.contains("millrace_ingest_events_total{outcome=\"" + outcome + "\""), outcome);
            }
        }
    }

    /** A request that is refused unread has no number of events: counting events would make an outage look small. */
    @Test
    void availabilityIsJudgedOnceForEachRequest() throws Exception {
        try (ServiceClient caller = ServiceClient.ofService()) {
            ServiceReadiness.await(caller, "/v1/streams/earthquake", "/v1/streams/order");
            String event = TestContracts.earthquake("c", "c@1");
            assertAll(
                    () -> judges(1, () -> caller.post(QUAKES, JSON, event)),
                    () -> judges(1, () -> caller.post(QUAKES, JSON, "[" + event + "," + event + "]")),
                    () -> judges(1, () -> caller.post(QUAKES, JSON, "[" + event + ",{},{}]", "Prefer",
                            "handling=lenient")),
                    () -> judges(1, () -> caller.post(QUAKES, JSON, "{")),
                    () -> judges(1, () -> caller.post(QUAKES, "text/plain", "")),
                    () -> judges(0, () -> caller.post("/v1/streams/none/events", JSON, event)),
                    () -> judges(0, () -> caller.post(QUAKES + ":validate", JSON, event)));
        }
    }

    private static void judges(int requests, Callable<HttpResponse<String>> request) throws Exception {
        double before = EventMeters.judged();

        HttpResponse<String> response = request.call();

        assertEquals(before + requests, EventMeters.judged(),
                () -> response.request().uri() + " answered with " + response.statusCode() + " " + response.body());
    }

    /** One request: its events are received, and each has one outcome. */
    private static void counts(int events, Callable<HttpResponse<String>> request) throws Exception {
        EventMeters before = EventMeters.read();

        HttpResponse<String> response = request.call();

        assertEquals(new EventMeters(before.received() + events, before.ended() + events), EventMeters.read(),
                () -> response.request().uri() + " answered with " + response.statusCode() + " " + response.body());
    }
}
