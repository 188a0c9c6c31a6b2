package io.millrace.ingest.http.resource;

import java.util.Set;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.millrace.ingest.http.AcceptedRequest;
import io.millrace.ingest.http.EventRequestPipeline;
import io.millrace.ingest.http.EventRoute;
import io.millrace.ingest.http.RequestContext;
import io.millrace.ingest.http.RequestPreflight;
import io.millrace.ingest.http.Responses;
import io.millrace.ingest.http.problem.ProblemException;
import io.millrace.ingest.http.syntax.MediaTypes;
import io.millrace.ingest.http.syntax.QueryParameters;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Accepts events of one stream. A plain route and not a resource, because the framework needs more CPU for a resource
 * than the whole processing of an event.
 */
@Singleton
class EventsEndpoint {
    private final RequestPreflight preflight;
    private final EventRequestPipeline pipeline;

    EventsEndpoint(RequestPreflight preflight, EventRequestPipeline pipeline) {
        this.preflight = preflight;
        this.pipeline = pipeline;
    }

    void register(@Observes Router router) {
        router.post("/v1/streams/:stream/events").handler(this::post);
    }

    private void post(RoutingContext context) {
        RequestContext exchange = new RequestContext(context);
        exchange.route(ApiRoutes.EVENTS);
        entered(exchange)
                .compose(accepted -> pipeline.take(exchange, accepted,
                        results -> Responses.done(exchange, accepted.preferences(), results)))
                .otherwise(fault -> fault instanceof ProblemException answer
                        ? Responses.problem(exchange, answer.problem())
                        : ProblemMappers.failure(fault, context))
                .onSuccess(reply -> reply.write(context.response()));
    }

    private Future<AcceptedRequest> entered(RequestContext exchange) {
        try {
            if (exchange.request().query() != null) {
                var unused = QueryParameters.of(exchange.context(), Set.of());
            }
            return preflight.enter(exchange, exchange.context().pathParam("stream"), EventRoute.of(MediaTypes.EVENTS));
        } catch (ProblemException refused) {
            return Future.failedFuture(refused);
        }
    }
}
