package io.millrace.launcher.demo;

import java.util.ArrayList;
import java.util.List;

import io.millrace.launcher.local.GatewayClient;

/**
 * A request that the gateway must refuse as a whole. All its events have ids of their own, so that one that got through
 * would be a row too many.
 *
 * @param name
 *            what is wrong with it
 * @param stream
 *            the stream it goes to
 * @param contentType
 *            its media type
 * @param body
 *            its body
 */
record InvalidRequest(String name, String stream, String contentType, String body) {
    private static final int EVENTS = 100;
    private static final int WRONG = 17;

    /** One request of every kind. */
    static List<InvalidRequest> all(String stream) {
        return List.of(
                json("a field that the contract does not have", stream, event("a", "\"magnitude\":1.0,\"sig\":1")),
                json("text where a number belongs", stream, event("b", "\"sig\":\"17\"")),
                json("no business key", stream, event("c", "\"sig\":1").replace("\"id\":\"refused-c\",", "")),
                json("a number beyond 32 bits", stream, event("d", "\"sig\":2147483648")),
                json("a body that ends in the middle", stream, "{\"event_id\":\"refused-e\",\"id\":"),
                json("an unknown stream", "volcano", event("f", "\"sig\":1")),
                new InvalidRequest("event 17 of 100 is wrong", stream, GatewayClient.NDJSON, oneWrong()));
    }

    private static InvalidRequest json(String name, String stream, String body) {
        return new InvalidRequest(name, stream, GatewayClient.JSON, body);
    }

    private static String oneWrong() {
        List<String> events = new ArrayList<>();
        for (int i = 1; i <= EVENTS; i++) {
            events.add(event("g" + i, i == WRONG ? "\"sig\":1.5" : "\"sig\":1"));
        }
        return String.join("\n", events);
    }

    private static String event(String id, String more) {
        return "{\"event_id\":\"refused-" + id + "\",\"id\":\"refused-" + id
                + "\",\"time\":1517363399650,\"updated\":1517942380200,\"net\":\"uw\",\"type\":\"earthquake\","
                + "\"status\":\"reviewed\",\"longitude\":-122.197,\"latitude\":46.2035," + more + "}";
    }
}
