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
import io.millrace.ingest.admission.format.Routing;
import io.millrace.ingest.config.IngestConfig;
import io.millrace.ingest.http.Answers;
import io.millrace.ingest.http.Entry;
import io.millrace.ingest.http.Exchange;
import io.millrace.ingest.http.FrontDoor;
import io.millrace.ingest.http.EventRequestPipeline;
import io.millrace.ingest.http.Reply;
import io.millrace.ingest.http.Route;
import io.millrace.ingest.http.syntax.MediaTypes;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** Takes events of many streams on one path: what comes with each event says where it goes. */
@Path("/")
public class ContentRoutedResource {
    private final FrontDoor frontDoor;
    private final EventRequestPipeline intake;
    private final ContractCatalog catalog;
    private final IngestConfig config;

    ContentRoutedResource(FrontDoor frontDoor, EventRequestPipeline intake, ContractCatalog catalog, IngestConfig config) {
        this.frontDoor = frontDoor;
        this.intake = intake;
        this.catalog = catalog;
        this.config = config;
    }

    /** CloudEvents, by their type. */
    @POST
    @Path("/v1/cloudevents")
    public Uni<Response> cloudEvents(@Context RoutingContext context) {
        Exchange exchange = new Exchange(context);
        return Unis.replied(() -> frontDoor.enter(exchange, assigned(exchange, config.cloudEventTypes()),
                Route.of(MediaTypes.CLOUD_EVENTS)).compose(entry -> take(exchange, entry)));
    }

    /** Change events of Debezium, by their table. */
    @POST
    @Path("/v1/cdc/debezium")
    public Uni<Response> changes(@Context RoutingContext context) {
        Exchange exchange = new Exchange(context);
        return Unis.replied(() -> frontDoor.enter(exchange, assigned(exchange, config.tables()), Route.CHANGES)
                .compose(entry -> take(exchange, entry)));
    }

    /** Records as clients of a Confluent REST Proxy send them, answered as it does when all goes well. */
    @POST
    @Path("/topics/{stream}")
    public Uni<Response> records(@PathParam("stream") String stream, @Context RoutingContext context) {
        Exchange exchange = new Exchange(context);
        return Unis.replied(() -> frontDoor.enter(exchange, stream, Route.of(MediaTypes.RECORDS))
                .compose(entry -> intake.take(exchange, entry, Answers::offsets)));
    }

    /** The handshake of the CloudEvents webhook specification. */
    @OPTIONS
    @Path("/v1/cloudevents")
    public Response handshake(@Context RoutingContext context) {
        return Answers.webhook(context, config.webhookOrigins().orElse(List.of()));
    }

    private Future<Reply> take(Exchange exchange, Entry entry) {
        return intake.take(exchange, entry, results -> Answers.done(exchange, entry.preferences(), results));
    }

    private Routing assigned(Exchange exchange, Map<String, String> streams) {
        return name -> Optional.ofNullable(streams.get(name)).filter(StreamName::isLegal)
                .filter(stream -> exchange.principal().mayWrite(stream))
                .flatMap(stream -> catalog.active(new StreamName(stream)));
    }
}
