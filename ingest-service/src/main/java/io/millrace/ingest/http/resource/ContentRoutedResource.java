package io.millrace.ingest.http.resource;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.admission.format.StreamRouting;
import io.millrace.ingest.config.IngestConfig;
import io.millrace.ingest.http.AcceptedRequest;
import io.millrace.ingest.http.EventRequestPipeline;
import io.millrace.ingest.http.EventRoute;
import io.millrace.ingest.http.RequestContext;
import io.millrace.ingest.http.RequestPreflight;
import io.millrace.ingest.http.ResponseBody;
import io.millrace.ingest.http.Responses;
import io.millrace.ingest.http.syntax.MediaTypes;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** Accepts events of many streams on one path: the type or the table of each event determines its stream. */
@Path("/")
public class ContentRoutedResource {
    private final RequestPreflight preflight;
    private final EventRequestPipeline pipeline;
    private final ContractCatalog catalog;
    private final IngestConfig config;

    ContentRoutedResource(RequestPreflight preflight, EventRequestPipeline pipeline, ContractCatalog catalog,
            IngestConfig config) {
        this.preflight = preflight;
        this.pipeline = pipeline;
        this.catalog = catalog;
        this.config = config;
    }

    /** CloudEvents, by their type. */
    @POST
    @Path("/v1/cloudevents")
    public Uni<Response> cloudEvents(@Context RoutingContext context) {
        RequestContext exchange = new RequestContext(context);
        return AsyncResponses.replied(() -> preflight.enter(exchange, assigned(exchange, config.cloudEventTypes()),
                EventRoute.of(MediaTypes.CLOUD_EVENTS)).compose(accepted -> take(exchange, accepted)));
    }

    /** Change events of Debezium, by their table. */
    @POST
    @Path("/v1/cdc/debezium")
    public Uni<Response> changes(@Context RoutingContext context) {
        RequestContext exchange = new RequestContext(context);
        return AsyncResponses
                .replied(() -> preflight.enter(exchange, assigned(exchange, config.tables()), EventRoute.CHANGES)
                        .compose(accepted -> take(exchange, accepted)));
    }

    /** Records as clients of a Confluent REST Proxy send them, answered as it does when all goes well. */
    @POST
    @Path("/topics/{stream}")
    public Uni<Response> records(@PathParam("stream") String stream, @Context RoutingContext context) {
        RequestContext exchange = new RequestContext(context);
        return AsyncResponses.replied(() -> preflight.enter(exchange, stream, EventRoute.of(MediaTypes.RECORDS))
                .compose(accepted -> pipeline.take(exchange, accepted, Responses::offsets)));
    }

    /** The handshake of the CloudEvents webhook specification. */
    @OPTIONS
    @Path("/v1/cloudevents")
    public Response handshake(@Context RoutingContext context) {
        return Responses.webhook(context, config.webhookOrigins().orElse(List.of()));
    }

    private Future<ResponseBody> take(RequestContext exchange, AcceptedRequest accepted) {
        return pipeline.take(exchange, accepted, results -> Responses.done(exchange, accepted.preferences(), results));
    }

    private StreamRouting assigned(RequestContext exchange, Map<String, String> streams) {
        return name -> Optional.ofNullable(streams.get(name)).filter(StreamName::isLegal)
                .filter(stream -> exchange.principal().mayWrite(stream))
                .flatMap(stream -> catalog.active(new StreamName(stream)));
    }
}
