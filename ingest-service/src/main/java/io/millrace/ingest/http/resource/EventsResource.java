package io.millrace.ingest.http.resource;

import java.util.List;

import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

import io.millrace.ingest.http.Answers;
import io.millrace.ingest.http.Exchange;
import io.millrace.ingest.http.FrontDoor;
import io.millrace.ingest.http.EventRequestPipeline;
import io.millrace.ingest.http.Route;
import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.http.problem.ProblemException;
import io.millrace.ingest.http.syntax.MediaTypes;
import io.millrace.ingest.http.syntax.Percent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** Takes the events of one stream, but for the way that most come: see {@link EventsRoute}. */
@Path("/v1/streams")
public class EventsResource {
    private final FrontDoor frontDoor;
    private final EventRequestPipeline intake;

    EventsResource(FrontDoor frontDoor, EventRequestPipeline intake) {
        this.frontDoor = frontDoor;
        this.intake = intake;
    }

    /** Says what {@link EventsRoute} would, and sends nothing. */
    @POST
    @Path("/{stream}/events:validate")
    public Uni<Response> validate(@PathParam("stream") String stream, @Context RoutingContext context) {
        Exchange exchange = new Exchange(context);
        return Unis.replied(() -> frontDoor.enter(exchange, stream, Route.of(MediaTypes.EVENTS).dry())
                .compose(entry -> intake.validate(exchange, entry)));
    }

    /** One event that the caller named: sending it again is safe by the method alone. */
    @PUT
    @Path("/{stream}/events/{event_id}")
    public Uni<Response> put(@PathParam("stream") String stream, @Context RoutingContext context) {
        Exchange exchange = new Exchange(context);
        return Unis.replied(() -> {
            String path = context.request().path();
            String eventId = Percent.decode(path.substring(path.lastIndexOf('/') + 1));
            return eventId == null
                    ? Future.failedFuture(new ProblemException(
                            Problem.of(ProblemCode.BAD_REQUEST, "The event id in the path is no UTF-8")))
                    : frontDoor.enter(exchange, stream, Route.of(MediaTypes.ONE_EVENT).naming(eventId))
                            .compose(entry -> intake
                                    .take(exchange, entry,
                                            results -> Answers.done(exchange, entry.preferences(), results)));
        });
    }

    /** Change events of Debezium. */
    @POST
    @Path("/{stream}/cdc/debezium")
    public Uni<Response> changes(@PathParam("stream") String stream, @Context RoutingContext context) {
        Exchange exchange = new Exchange(context);
        return Unis.replied(() -> frontDoor.enter(exchange, stream, Route.CHANGES).compose(
                entry -> intake.take(exchange, entry,
                        results -> Answers.done(exchange, entry.preferences(), results))));
    }

    /** The handshake of the CloudEvents webhook specification. */
    @OPTIONS
    @Path("/{stream}/events")
    public Response handshake(@Context RoutingContext context) {
        return Answers.webhook(context, frontDoor.limits().webhookOrigins().orElse(List.of()));
    }
}
