package io.millrace.ingest.http.resource;

import java.util.List;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.millrace.ingest.http.RequestContext;
import io.millrace.ingest.http.ResponseBody;
import io.millrace.ingest.http.Responses;
import io.millrace.ingest.http.connection.ResponseHeaders;
import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.metrics.IngestMetrics;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Answers what the router refuses before a route sees it, such as a path that cannot be decoded, with a
 * problem.
 */
@Singleton
class UnroutedRequests {
    /** The statuses of a target that the router cannot match with a route. */
    private static final List<Integer> MALFORMED = List.of(400, 404);
    private static final List<Integer> REFUSALS = List.of(400, 404, 405, 406, 413, 414, 415, 500, 501, 503);

    private final IngestMetrics metrics;

    UnroutedRequests(IngestMetrics metrics) {
        this.metrics = metrics;
    }

    void register(@Observes Router router) {
        REFUSALS.forEach(status -> router.errorHandler(status, this::refuse));
        // Otherwise the last failure handler of Quarkus answers a malformed target of HTTP/2 with a bare status.
        router.route().failureHandler(context -> {
            if (MALFORMED.contains(context.statusCode())) {
                refuse(context);
            } else {
                context.next();
            }
        });
    }

    private void refuse(RoutingContext context) {
        if (context.response().ended() || context.response().headWritten()) {
            return;
        }
        RequestContext exchange = new RequestContext(context);
        ProblemCode code = ProblemCode.ofStatus(context.statusCode());
        ResponseBody reply = Responses.problem(exchange, Problem.of(code, code == ProblemCode.NOT_FOUND
                ? "This service has no such path. GET /v1/streams lists the streams"
                : "The path or the method is malformed; check the percent-encoding of the path"),
                code.isOurs() ? context.failure() : null);
        if (!exchange.isCounted()) {
            ResponseHeaders.SAFE.forEach(context.response()::putHeader);
            context.response().putHeader(ResponseHeaders.CORRELATION_ID, exchange.correlationId().value());
            metrics.request(code.text());
        }
        var unused = reply.write(context.response());
    }
}
