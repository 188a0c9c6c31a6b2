package io.millrace.ingest.http.resource;

import java.util.List;

import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

import io.millrace.ingest.http.EventRequestPipeline;
import io.millrace.ingest.http.EventRoute;
import io.millrace.ingest.http.RequestContext;
import io.millrace.ingest.http.RequestPreflight;
import io.millrace.ingest.http.Responses;
import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.http.problem.ProblemException;
import io.millrace.ingest.http.syntax.MediaTypes;
import io.millrace.ingest.http.syntax.PercentEncoding;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** Accepts events of one stream by the less frequent operations; see {@link EventsEndpoint} for the main one. */
@Path("/v1/streams")
public class EventsResource {
    private final RequestPreflight preflight;
    private final EventRequestPipeline pipeline;

    EventsResource(RequestPreflight preflight, EventRequestPipeline pipeline) {
        this.preflight = preflight;
        this.pipeline = pipeline;
    }

    /** Says what {@link EventsEndpoint} would, and sends nothing. */
    @POST
    @Path("/{stream}/events:validate")
    public Uni<Response> validate(@PathParam("stream") String stream, @Context RoutingContext context) {
        RequestContext exchange = new RequestContext(context);
        return AsyncResponses.replied(() -> preflight.enter(exchange, stream, EventRoute.of(MediaTypes.EVENTS).dry())
                .compose(accepted -> pipeline.validate(exchange, accepted)));
    }

    /** One event that the caller named: sending it again is safe by the method alone. */
    @PUT
    @Path("/{stream}/events/{event_id}")
    public Uni<Response> put(@PathParam("stream") String stream, @Context RoutingContext context) {
        RequestContext exchange = new RequestContext(context);
        return AsyncResponses.replied(() -> {
            String path = context.request().path();
            String eventId = PercentEncoding.decode(path.substring(path.lastIndexOf('/') + 1));
            return eventId == null
                    ? Future.failedFuture(new ProblemException(
                            Problem.of(ProblemCode.BAD_REQUEST, "The event id in the path is not valid UTF-8")))
                    : preflight.enter(exchange, stream, EventRoute.of(MediaTypes.ONE_EVENT).naming(eventId))
                            .compose(accepted -> pipeline
                                    .take(exchange, accepted,
                                            results -> Responses.done(exchange, accepted.preferences(), results)));
        });
    }

    /** Change events of Debezium. */
    @POST
    @Path("/{stream}/cdc/debezium")
    public Uni<Response> changes(@PathParam("stream") String stream, @Context RoutingContext context) {
        RequestContext exchange = new RequestContext(context);
        return AsyncResponses.replied(() -> preflight.enter(exchange, stream, EventRoute.CHANGES).compose(
                accepted -> pipeline.take(exchange, accepted,
                        results -> Responses.done(exchange, accepted.preferences(), results))));
    }

    /** The handshake of the CloudEvents webhook specification. */
    @OPTIONS
    @Path("/{stream}/events")
    public Response handshake(@Context RoutingContext context) {
        return Responses.webhook(context, preflight.limits().webhookOrigins().orElse(List.of()));
    }
}
