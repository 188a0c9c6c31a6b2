package io.millrace.ingest.http.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import jakarta.inject.Inject;

import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.openapi.ApiOperation;
import io.millrace.ingest.testing.ServiceClient;
import io.millrace.ingest.testing.ServiceReadiness;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.ext.web.Router;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiTest {
    @Inject
    Router router;

    @Test
    void documentFollowsFromTheContracts() throws Exception {
        try (ServiceClient caller = ServiceClient.ofService()) {
            ServiceReadiness.await(caller, "/v1/streams/earthquake", "/v1/streams/order");

            JsonPath api = new JsonPath(caller.send(caller.request("/openapi")).body());

            assertEquals("3.1.0", api.getString("openapi"));
            assertTrue(api.getMap("paths").keySet().containsAll(
                    List.of("/v1/streams/earthquake/events", "/v1/streams/order/events")));
            Map<String, Object> order = api.getMap("components.schemas.order.properties");
            assertEquals(Map.of("enum", List.of("PLACED", "PAID", "SHIPPED", "CANCELLED")), order.get("status"));
            assertEquals(List.of("string", "number"),
                    api.getList("components.schemas.order.properties.total.oneOf.type"));
            assertEquals("array", api.getString("components.schemas.order.properties.lines.type"));
            List<String> required = api.getList("components.schemas.order.required");
            assertTrue(required.containsAll(List.of("order_id", "placed_at", "lines")));
            assertFalse(required.contains("gift") || required.contains("event_id"));
            Map<String, Object> example = api.getMap(
                    "paths.'/v1/streams/order/events'.post.requestBody.content.'application/json'.example");
            assertEquals("order_id-1", example.get("order_id"));
        }
    }

    @Test
    void everyRouteThatTheServiceHasIsListedAndNoOther() {
        Set<String> listed = ApiOperations.ALL.stream().map(o -> o.method().toUpperCase(Locale.ROOT) + " " + o.path())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(RegisteredRoutes.ofService(router), listed);
        assertEquals(ApiOperations.ALL.size(), ApiOperations.ALL.stream().map(ApiOperation::id).distinct().count());
    }

    @Test
    void everyProblemIsListedAtAnOperationWithItsStatus() {
        Map<String, Integer> listed = new TreeMap<>();
        ApiOperations.ALL
                .forEach(o -> o.problems().forEach((status, codes) -> codes.forEach(c -> listed.put(c, status))));
        Map<String, Integer> known = new TreeMap<>();
        for (ProblemCode code : ProblemCode.values()) {
            // Of no operation: there is none at the path, or none of the method.
            if (code != ProblemCode.NOT_FOUND && code != ProblemCode.METHOD_NOT_ALLOWED) {
                known.put(code.text(), code.status());
            }
        }
        assertEquals(known, listed);
    }

    @Test
    void everyOperationInTheDocumentAnswersAndWithAStatusThatItLists() throws Exception {
        try (ServiceClient caller = ServiceClient.ofService()) {
            ServiceReadiness.await(caller, "/v1/streams/earthquake");
            Map<String, Map<String, Map<String, Object>>> paths = new JsonPath(
                    caller.send(caller.request("/openapi")).body()).getMap("paths");
            for (var path : paths.entrySet()) {
                for (var operation : path.getValue().entrySet()) {
                    String method = operation.getKey().toUpperCase(Locale.ROOT);
                    String uri = path.getKey().replace("{stream}", "no-such-stream").replace("{event_id}", "e")
                            .replace("{type}", "no.Type");
                    HttpResponse<String> answer = caller.send(caller.request(uri, "Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.ofString("[]")));
                    Object responses = operation.getValue().get("responses");
                    assertTrue(
                            Objects.requireNonNull((Map<?, ?>) responses)
                                    .containsKey(Integer.toString(answer.statusCode())),
                            method + " " + uri + " -> " + answer.statusCode() + " " + answer.body());
                    assertFalse(answer.body().contains("\"not-found\""), method + " " + uri + answer.body());
                }
            }
        }
    }

    @Test
    void pathSaysWhichMethodsItHas() throws Exception {
        try (ServiceClient caller = ServiceClient.ofService()) {
            var refused = caller.send(caller.request("/v1/streams/earthquake").method("PATCH",
                    HttpRequest.BodyPublishers.noBody()));
            assertEquals(405, refused.statusCode(), refused.body());
            assertEquals("GET, HEAD, PUT, DELETE, OPTIONS", refused.headers().firstValue("Allow").orElseThrow());
        }
    }
}
