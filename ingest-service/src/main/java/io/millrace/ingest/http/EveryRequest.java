package io.millrace.ingest.http;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.millrace.ingest.IngestConfig;
import io.millrace.ingest.IngestMetrics;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.MDC;

/**
 * What happens to every request before and after its answer, whoever gives it: it has a correlation id, is counted, and
 * what it still sends after an early answer is thrown away within bounds, so that the answer can be read.
 */
@ApplicationScoped
class EveryRequest {
    private static final int BEFORE_ALL_OTHERS = 1_000;
    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(5);

    private final IngestMetrics metrics;
    private final Vertx vertx;
    private final long drainLimit;

    EveryRequest(IngestMetrics metrics, Vertx vertx, IngestConfig config) {
        this.metrics = metrics;
        this.vertx = vertx;
        this.drainLimit = 4 * config.maxRequestBytes().asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::begin, BEFORE_ALL_OTHERS);
    }

    private void begin(RoutingContext context) {
        Exchange exchange = new Exchange(context);
        String correlationId = exchange.correlationId().value();
        context.response().putHeader(Exchange.CORRELATION_HEADER, correlationId);
        MDC.put("correlation_id", correlationId);
        context.addEndHandler(done -> {
            metrics.request(exchange.code());
            if (!context.request().isEnded()) {
                drain(context.request());
            }
        });
        context.next();
    }

    private void drain(HttpServerRequest request) {
        long[] left = {drainLimit};
        long timer = vertx.setTimer(DRAIN_PATIENCE.toMillis(), late -> request.connection().close());
        request.handler(chunk -> {
            left[0] -= chunk.length();
            if (left[0] < 0) {
                var unused = request.connection().close();
            }
        });
        request.exceptionHandler(gone -> vertx.cancelTimer(timer));
        request.endHandler(end -> vertx.cancelTimer(timer));
        request.resume();
    }
}
