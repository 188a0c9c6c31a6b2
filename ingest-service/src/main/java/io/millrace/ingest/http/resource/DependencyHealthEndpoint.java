package io.millrace.ingest.http.resource;

import java.io.IOException;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.ingest.health.DependencyHealth;
import io.millrace.ingest.http.problem.JsonResponses;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code /health/dependencies} on the management port: 200 when Kafka and the registry answer, else 503 with the error of the
 * last request to the one that does not. For people.
 */
@ApplicationScoped
class DependencyHealthEndpoint {
    private final DependencyHealth dependencies;

    DependencyHealthEndpoint(DependencyHealth dependencies) {
        this.dependencies = dependencies;
    }

    void register(@Observes ManagementInterface management) {
        management.router().get("/health/dependencies").handler(this::answer);
    }

    private void answer(RoutingContext context) {
        Optional<String> kafka = dependencies.kafkaError();
        Optional<String> registry = dependencies.registryError();
        boolean up = kafka.isEmpty() && registry.isEmpty();
        byte[] body = JsonResponses.object(json -> {
            state(json, "status", up);
            state(json, "kafka", kafka.isEmpty());
            JsonResponses.optional(json, "kafka_error", kafka.orElse(null));
            state(json, "registry", registry.isEmpty());
            JsonResponses.optional(json, "registry_error", registry.orElse(null));
        });
        var unused = context.response().setStatusCode(up ? 200 : 503).putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(body));
    }

    private static void state(JsonGenerator json, String name, boolean up) throws IOException {
        json.writeStringField(name, up ? "UP" : "DOWN");
    }
}
