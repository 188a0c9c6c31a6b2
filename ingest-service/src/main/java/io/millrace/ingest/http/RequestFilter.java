package io.millrace.ingest.http;

import java.time.Duration;
import java.util.Set;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.millrace.contracts.record.TraceParent;
import io.millrace.ingest.config.IngestConfig;
import io.millrace.ingest.http.connection.HeadLimits;
import io.millrace.ingest.http.connection.Origins;
import io.millrace.ingest.http.connection.RequestTarget;
import io.millrace.ingest.http.connection.ResponseHeaders;
import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.http.problem.ProblemException;
import io.millrace.ingest.http.problem.ProblemJson;
import io.millrace.ingest.metrics.IngestMetrics;
import io.millrace.ingest.tracing.RequestTrace;
import io.millrace.ingest.tracing.RequestTracing;
import io.millrace.ingest.tracing.RouteTemplates;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Runs before every request and after every response: sets the correlation id, checks head and origin, authenticates
 * the caller, counts the request, and after an early response discards the rest of the body within limits, so that the
 * client can read the response.
 */
@Singleton
public class RequestFilter {
    private static final int BEFORE_ALL_OTHERS = 1_000;
    private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST,
            HttpMethod.PUT, HttpMethod.DELETE, HttpMethod.OPTIONS);
    /** The metric label of all other methods: a client can make up any number of them. */
    private static final String OTHER_METHOD = "(unknown)";
    private static final String TRACE_ID = "trace_id";
    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(5);
    private static final Duration UNASKED_PATIENCE = Duration.ofSeconds(1);

    private final IngestMetrics metrics;
    private final RequestTracing tracing;
    private final RouteTemplates routes;
    private final Authenticator authenticator;
    private final Origins origins;
    private final Vertx vertx;
    private final long drainLimit;

    RequestFilter(IngestMetrics metrics, RequestTracing tracing, RouteTemplates routes, Authenticator authenticator,
            Origins origins, Vertx vertx, IngestConfig config) {
        this.metrics = metrics;
        this.tracing = tracing;
        this.routes = routes;
        this.authenticator = authenticator;
        this.origins = origins;
        this.vertx = vertx;
        this.drainLimit = 4 * config.maxRequestBytes().asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::begin, BEFORE_ALL_OTHERS);
    }

    private void begin(RoutingContext context) {
        long start = System.nanoTime();
        RequestContext exchange = new RequestContext(context);
        exchange.counted();
        String correlationId = exchange.correlationId().value();
        context.response().putHeader(ResponseHeaders.CORRELATION_ID, correlationId);
        MDC.put("correlation_id", correlationId);
        RequestTrace trace = trace(exchange, correlationId);
        context.addEndHandler(done -> {
            if (trace != null) {
                end(trace, exchange, done.failed());
            }
            if (done.failed()) {
                // The connection is gone, or its bytes are no HTTP: then the reader of the body answers next.
                vertx.runOnContext(next -> count(exchange, exchange.answered(), start));
                return;
            }
            count(exchange, true, start);
            if (exchange.saysWhenToRetry()) {
                metrics.retryAfterSent(exchange.code());
            }
            if (!context.request().isEnded()) {
                drain(context.request(), exchange.leavesItsBodyUnasked());
            }
        });
        ResponseHeaders.SAFE.forEach(context.response()::putHeader);
        if (exchange.expects()) {
            context.addHeadersEndHandler(head -> {
                if (exchange.leavesItsBodyUnasked()) {
                    context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                }
            });
        }
        Problem fault = fault(exchange);
        if (fault != null) {
            refuse(exchange, new ProblemException(fault));
            return;
        }
        if (origins.welcome(context.request()) && Origins.isPreflight(context.request())) {
            Origins.answerPreflight(context.request());
            return;
        }
        Future<Void> admitted = authenticator.head(exchange);
        if (!admitted.isComplete()) {
            var unused = context.request().pause();
        }
        admitted.onComplete(known -> context.next(), refusal -> refuse(exchange, refusal));
    }

    private void count(RequestContext exchange, boolean answered, long start) {
        HttpMethod method = exchange.request().method();
        String route = exchange.route();
        metrics.served(METHODS.contains(method) ? method.name() : OTHER_METHOD,
                route == null ? routes.of(exchange.request().path()) : route,
                answered ? exchange.context().response().getStatusCode() : IngestMetrics.NO_STATUS,
                System.nanoTime() - start);
        if (answered) {
            metrics.request(exchange.code());
        } else {
            metrics.disconnected();
        }
    }

    /**
     * Begins the span of a sampled request. The log lines of a request have the id of its trace, whether it is sampled or
     * not.
     */
    private @Nullable RequestTrace trace(RequestContext exchange, String correlationId) {
        String traceparent = exchange.traceparent();
        RequestTrace trace = tracing.begin(exchange.request().method().name(), exchange.request().path(), traceparent,
                correlationId);
        if (trace != null) {
            exchange.trace(trace);
            MDC.put(TRACE_ID, trace.traceId());
        } else if (traceparent != null) {
            MDC.put(TRACE_ID, TraceParent.traceId(traceparent));
        }
        return trace;
    }

    private static void end(RequestTrace trace, RequestContext exchange, boolean failed) {
        if (failed && !exchange.answered()) {
            trace.disconnected();
        } else {
            trace.ended(exchange.context().response().getStatusCode(), exchange.problem());
        }
    }

    /** The fault in the head of a request of any kind; null when there is none. */
    private @Nullable Problem fault(RequestContext exchange) {
        HttpServerRequest request = exchange.request();
        Problem fault = HeadLimits.exceeded(request);
        if (fault == null) {
            fault = RequestTarget.fault(request);
        }
        if (fault == null && exchange.expectsWhatIsNotKnown()) {
            fault = Problem.of(ProblemCode.EXPECTATION_FAILED, "The only supported value of Expect is 100-continue");
        }
        if (fault == null && origins.refuse(request)) {
            fault = Problem.of(ProblemCode.FOREIGN_ORIGIN, "Requests from this origin are not allowed. The operator"
                    + " of the service allows origins by millrace.ingest.cors-origins");
        }
        return fault;
    }

    private static void refuse(RequestContext exchange, Throwable fault) {
        Problem problem = fault instanceof ProblemException answer
                ? answer.problem()
                : Problem.of(ProblemCode.INTERNAL_ERROR,
                        "Authentication failed because of a server error. Retry later");
        ServerErrorLog.write(exchange, problem, fault instanceof ProblemException ? null : fault);
        exchange.code(problem.code());
        if (problem.code() == ProblemCode.UNAUTHENTICATED) {
            exchange.context().response().putHeader("WWW-Authenticate", "Bearer");
        }
        var unused = exchange.context().response().setStatusCode(problem.code().status())
                .putHeader("Content-Type", ProblemJson.MEDIA_TYPE)
                .end(Buffer.buffer(ProblemJson.of(exchange.correlationId(), problem)));
    }

    /**
     * Reads what the caller still sends.
     *
     * @param unasked
     *            whether the caller waits to be asked for the body: then what comes may be the next request as well,
     *            and the connection ends with it
     */
    private void drain(HttpServerRequest request, boolean unasked) {
        long[] left = {drainLimit};
        long timer = vertx.setTimer((unasked ? UNASKED_PATIENCE : DRAIN_PATIENCE).toMillis(),
                late -> request.connection().close());
        request.handler(chunk -> {
            left[0] -= chunk.length();
            if (left[0] < 0) {
                var unused = request.connection().close();
            }
        });
        request.exceptionHandler(gone -> vertx.cancelTimer(timer));
        request.endHandler(end -> {
            vertx.cancelTimer(timer);
            if (unasked) {
                var unused = request.connection().close();
            }
        });
        request.resume();
    }
}
