package io.millrace.batch.operations;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.millrace.contracts.access.Principal;
import io.millrace.contracts.record.CorrelationId;
import io.millrace.landing.FailureKind;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes below {@code /v1} of the management port. A request is authenticated before any other part of it is judged. */
@ApplicationScoped
class OperationsRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(OperationsRoutes.class);
    private static final String ALL = "/v1/*";
    private static final String CORRELATION_ID = "X-Correlation-ID";
    private static final long MOST_BODY_BYTES = 1 << 20;
    private static final int TOO_LARGE = 413;
    private static final int OUR_FAULT = 500;
    private static final String RETRY_SECONDS = "5";
    private static final String CALLER = "millrace.caller";

    private final CallerKeys keys;
    private final Operations operations;
    private final PortEntrance entrance;

    OperationsRoutes(CallerKeys keys, Operations operations, PortEntrance entrance) {
        this.entrance = entrance;
        this.keys = keys;
        this.operations = operations;
    }

    void register(@Observes ManagementInterface management) {
        Router router = management.router();
        entrance.time(router, OperationsRoutes::isOfOperators, operations::template);
        entrance.refuse(router, path -> !path.startsWith("/console"), this::refuseMalformed);
        router.route(ALL).handler(this::authenticate);
        router.post(ALL).handler(BodyHandler.create(false).setMergeFormAttributes(false).setBodyLimit(MOST_BODY_BYTES));
        router.route(ALL).blockingHandler(context -> end(context, () -> respond(context)), false)
                .failureHandler(this::unread);
    }

    private static boolean isOfOperators(String path) {
        return path.equals("/v1") || path.startsWith("/v1/");
    }

    /** The caller is authenticated before, unless the path is of health or metrics, which everybody may read. */
    private void refuseMalformed(RoutingContext context) {
        HttpServerRequest request = context.request();
        end(context, () -> {
            if (isOfOperators(request.path())) {
                var unused = keys.caller(request.getHeader("X-API-Key"), request.getHeader("Authorization"));
            }
            throw RequestRefusedException.badRequest("The path must be percent-encoded UTF-8");
        });
    }

    private void authenticate(RoutingContext context) {
        HttpServerRequest request = context.request();
        try {
            context.put(CALLER, keys.caller(request.getHeader("X-API-Key"), request.getHeader("Authorization")));
        } catch (RequestRefusedException e) {
            end(context, () -> {
                throw e;
            });
            return;
        }
        context.next();
    }

    private OperationsResponse respond(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (context.body().length() > MOST_BODY_BYTES) { // Quarkus has read it, with a higher limit.
            throw new RequestRefusedException(OperationsProblem.BODY_TOO_LARGE,
                    "The body may have " + MOST_BODY_BYTES + " bytes");
        }
        Principal caller = context.get(CALLER);
        return operations.call(caller, request.method().name(), request.path(), request.query(),
                Optional.ofNullable(context.body().asString()).orElse(""));
    }

    /** A request whose body could not be read. */
    private void unread(RoutingContext context) {
        int status = context.statusCode();
        end(context, () -> {
            if (status >= OUR_FAULT) {
                throw new IllegalStateException("the request failed before it was read", context.failure());
            }
            throw new RequestRefusedException(
                    status == TOO_LARGE ? OperationsProblem.BODY_TOO_LARGE : OperationsProblem.BAD_REQUEST,
                    "The body could not be read. It may have " + MOST_BODY_BYTES + " bytes");
        });
    }

    private static void end(RoutingContext context, Supplier<OperationsResponse> operation) {
        CorrelationId correlationId = CorrelationId.of(context.request().getHeader(CORRELATION_ID));
        OperationsResponse response = outcome(operation, correlationId);
        context.response().setStatusCode(response.status()).putHeader("Content-Type", response.type())
                .putHeader(CORRELATION_ID, correlationId.value()).putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff");
        response.headers().forEach(context.response()::putHeader);
        var unused = context.response().end(response.body().toString());
    }

    private static OperationsResponse outcome(Supplier<OperationsResponse> operation, CorrelationId correlationId) {
        try {
            return operation.get();
        } catch (RequestRefusedException e) {
            return OperationsResponse.problem(e.problem(), String.valueOf(e.getMessage()), correlationId, e.headers());
        } catch (Throwable e) { // An Error too: the caller must not wait for a response.
            LOG.error("The request {} failed: {}", correlationId, FailureKind.describe(e), e);
            return FailureKind.of(e) == FailureKind.PROGRAM_ERROR
                    ? OperationsResponse.problem(OperationsProblem.INTERNAL_ERROR,
                            "The log of the service has the cause by the correlation id", correlationId, Map.of())
                    : OperationsResponse.problem(OperationsProblem.UNAVAILABLE, FailureKind.describe(e), correlationId,
                            Map.of("Retry-After", RETRY_SECONDS));
        }
    }
}
