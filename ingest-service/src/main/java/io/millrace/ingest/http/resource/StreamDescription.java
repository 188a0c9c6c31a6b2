package io.millrace.ingest.http.resource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ExampleEvent;
import io.millrace.contracts.schema.Roles;
import io.millrace.ingest.config.IngestConfig;
import io.millrace.ingest.config.OnInvalid;
import io.millrace.ingest.http.problem.JsonResponses;
import io.millrace.ingest.http.syntax.MediaTypes;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import org.apache.avro.Schema;

/** The description of a stream for producers. */
record StreamDescription(IngestConfig limits, RoutingContext context) {
    private static final int FINGERPRINT_BYTES = 16;

    /** Identifies the text of a schema, equally in every registry. */
    static String fingerprint(Contract contract) {
        return fingerprint(contract.schema());
    }

    /** As {@link #fingerprint(Contract)}. */
    static String fingerprint(Schema schema) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(schema.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    void write(JsonGenerator json, Contract contract) throws IOException {
        String path = "/v1/streams/" + contract.stream();
        Roles roles = contract.roles();
        json.writeStringField("stream", contract.stream().value());
        json.writeObjectFieldStart("contract");
        json.writeNumberField("version", contract.version());
        json.writeNumberField("content_id", contract.contentId());
        json.writeStringField("fingerprint", fingerprint(contract));
        json.writeStringField("schema", path + "/schema");
        TypeDescription.versions(json, "types", contract.types());
        json.writeEndObject();
        json.writeObjectFieldStart("roles");
        json.writeStringField("pk", roles.pk());
        json.writeStringField("event_id", roles.eventId());
        json.writeStringField("event_time", roles.eventTime());
        JsonResponses.optional(json, "region", roles.region().orElse(null));
        JsonResponses.optional(json, "revision", roles.revision().orElse(null));
        json.writeEndObject();
        json.writeObjectFieldStart("limits");
        json.writeNumberField("max_request_bytes", limits.maxRequestBytes().asLongValue());
        json.writeNumberField("max_event_bytes", limits.maxEventBytes().asLongValue());
        json.writeNumberField("max_events", limits.maxEvents());
        json.writeEndObject();
        json.writeStringField("on_invalid",
                limits.onInvalid().getOrDefault(contract.stream().value(), OnInvalid.REJECT) == OnInvalid.QUARANTINE
                        ? "quarantine"
                        : "reject");
        json.writeArrayFieldStart("accepts");
        for (String type : MediaTypes.EVENTS.accepted()) {
            json.writeString(type);
        }
        json.writeEndArray();
        json.writeStringField("example",
                "curl -X POST '" + address() + path + "/events' -H 'Content-Type: application/json' -d '"
                        + ExampleEvent.of(contract) + "'");
    }

    /**
     * Where the service is called: as configured, else where this request came in; never what the request says of it.
     */
    private String address() {
        return limits.publicUrl().map(url -> url.toString().replaceAll("/+$", "")).orElseGet(() -> {
            SocketAddress local = context.request().localAddress();
            String host = local.host().contains(":") ? "[" + local.host().replaceAll("%.*", "") + "]" : local.host();
            return (context.request().isSSL() ? "https" : "http") + "://" + host + ":" + local.port();
        });
    }
}
