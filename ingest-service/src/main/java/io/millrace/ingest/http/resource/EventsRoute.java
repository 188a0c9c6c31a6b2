package io.millrace.ingest.http.resource;

import java.util.Set;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.millrace.ingest.http.Answers;
import io.millrace.ingest.http.Entry;
import io.millrace.ingest.http.Exchange;
import io.millrace.ingest.http.FrontDoor;
import io.millrace.ingest.http.EventRequestPipeline;
import io.millrace.ingest.http.Route;
import io.millrace.ingest.http.problem.ProblemException;
import io.millrace.ingest.http.syntax.MediaTypes;
import io.millrace.ingest.http.syntax.QueryParameters;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Takes the events of one stream, one or many, as the media type says. It is a route of its own and no resource, because what
 * the framework does for a resource costs more than all that is done for an event here.
 */
@Singleton
class EventsRoute {
    private final FrontDoor frontDoor;
    private final EventRequestPipeline intake;

    EventsRoute(FrontDoor frontDoor, EventRequestPipeline intake) {
        this.frontDoor = frontDoor;
        this.intake = intake;
    }

    void register(@Observes Router router) {
        router.post("/v1/streams/:stream/events").handler(this::post);
    }

    private void post(RoutingContext context) {
        Exchange exchange = new Exchange(context);
        entered(exchange)
                .compose(entry -> intake.take(exchange, entry,
                        results -> Answers.done(exchange, entry.preferences(), results)))
                .otherwise(fault -> fault instanceof ProblemException answer
                        ? Answers.problem(exchange, answer.problem())
                        : ProblemMappers.failure(fault, context))
                .onSuccess(reply -> reply.write(context.response()));
    }

    private Future<Entry> entered(Exchange exchange) {
        try {
            if (exchange.request().query() != null) {
                var unused = QueryParameters.of(exchange.context(), Set.of());
            }
        } catch (ProblemException refused) {
            return Future.failedFuture(refused);
        }
        return frontDoor.enter(exchange, exchange.context().pathParam("stream"), Route.of(MediaTypes.EVENTS));
    }
}
