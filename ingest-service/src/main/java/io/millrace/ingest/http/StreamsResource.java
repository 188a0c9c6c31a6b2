package io.millrace.ingest.http;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.contracts.Contract;
import io.millrace.contracts.ContractCatalog;
import io.millrace.contracts.Roles;
import io.millrace.contracts.StreamContracts;
import io.millrace.contracts.StreamName;
import io.millrace.ingest.IngestConfig;
import io.millrace.ingest.admission.ExampleEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/** Tells what streams there are and how to send events to them. */
@Path("/v1/streams")
public class StreamsResource {
    private final FrontDoor frontDoor;
    private final ContractCatalog catalog;
    private final IngestConfig limits;

    StreamsResource(FrontDoor frontDoor, ContractCatalog catalog, IngestConfig limits) {
        this.frontDoor = frontDoor;
        this.catalog = catalog;
        this.limits = limits;
    }

    /** Every stream. */
    @GET
    public Response list(@Context RoutingContext context) {
        if (!catalog.loaded()) {
            throw new ProblemException(Problem.of(ProblemCode.REGISTRY_UNAVAILABLE,
                    "The contracts are not loaded yet, because the registry does not answer"));
        }
        Map<StreamName, StreamContracts> streams = new TreeMap<>(catalog.streams());
        return Answers.ok(json -> {
            json.writeArrayFieldStart("streams");
            for (StreamContracts contracts : streams.values()) {
                json.writeStartObject();
                describe(json, contracts.latest(), context);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** One stream. */
    @GET
    @Path("/{stream}")
    public Uni<Response> stream(@PathParam("stream") String stream, @Context RoutingContext context) {
        return Uni.createFrom().completionStage(() -> frontDoor.find(stream)
                .map(contract -> Answers.ok(json -> describe(json, contract, context))).toCompletionStage());
    }

    /** The Avro schema of the latest contract of a stream, as it was registered but for white space. */
    @GET
    @Path("/{stream}/schema")
    public Uni<Response> schema(@PathParam("stream") String stream) {
        return Uni.createFrom().completionStage(() -> frontDoor.find(stream)
                .map(contract -> Response.ok(contract.schema().toString(true), "application/json")
                        .tag(Long.toString(contract.contentId())).build())
                .toCompletionStage());
    }

    private void describe(JsonGenerator json, Contract contract, RoutingContext context) throws IOException {
        String path = "/v1/streams/" + contract.stream();
        Roles roles = contract.roles();
        json.writeStringField("stream", contract.stream().value());
        json.writeObjectFieldStart("contract");
        json.writeNumberField("version", contract.version());
        json.writeNumberField("content_id", contract.contentId());
        json.writeStringField("schema", path + "/schema");
        json.writeEndObject();
        json.writeObjectFieldStart("roles");
        json.writeStringField("pk", roles.pk());
        json.writeStringField("event_id", roles.eventId());
        json.writeStringField("event_time", roles.eventTime());
        Json.optional(json, "region", roles.region().orElse(null));
        Json.optional(json, "revision", roles.revision().orElse(null));
        json.writeEndObject();
        json.writeObjectFieldStart("limits");
        json.writeNumberField("max_request_bytes", limits.maxRequestBytes().asLongValue());
        json.writeNumberField("max_event_bytes", limits.maxEventBytes().asLongValue());
        json.writeNumberField("max_events", limits.maxEvents());
        json.writeEndObject();
        json.writeArrayFieldStart("accepts");
        for (String type : MediaTypes.ACCEPTED) {
            json.writeString(type);
        }
        json.writeEndArray();
        json.writeStringField("example", "curl -X POST '" + context.request().scheme() + "://"
                + context.request().authority() + path + "/events' -H 'Content-Type: application/json' -d '"
                + ExampleEvent.of(contract) + "'");
    }
}
