package io.millrace.ingest.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiTest {
    @Test
    void documentFollowsFromTheContracts() throws Exception {
        try (Caller caller = Caller.ofService()) {
            Ready.await(caller, "/v1/streams/earthquake", "/v1/streams/order");

            JsonPath api = new JsonPath(caller.send(caller.request("/openapi")).body());

            assertEquals("3.1.0", api.getString("openapi"));
            assertTrue(api.getMap("paths").keySet().containsAll(
                    List.of("/v1/streams/earthquake/events", "/v1/streams/order/events")));
            Map<String, Object> order = api.getMap("components.schemas.order.properties");
            assertEquals(Map.of("enum", List.of("PLACED", "PAID", "SHIPPED", "CANCELLED")), order.get("status"));
            assertEquals(List.of("number", "string"), api.getList("components.schemas.order.properties.total.type"));
            assertEquals("array", api.getString("components.schemas.order.properties.lines.type"));
            List<String> required = api.getList("components.schemas.order.required");
            assertTrue(required.containsAll(List.of("order_id", "placed_at", "lines")));
            assertFalse(required.contains("gift") || required.contains("event_id"));
            Map<String, Object> example = api.getMap(
                    "paths.'/v1/streams/order/events'.post.requestBody.content.'application/json'.example");
            assertEquals("order_id-1", example.get("order_id"));
        }
    }
}
