package io.millrace.batch.operations;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final List<OperationsRoute> routes;

    OperationsRoutes(CallerKeys keys, DeadLetterRequests letters, ReceiptRequests receipts) {
        this.keys = keys;
        Set<String> none = Set.of();
        this.routes = List.of(
                OperationsRoute.of("GET", "v1/dead-letters", DeadLetterRequests.OF_LIST, letters::list),
                OperationsRoute.of("GET", "v1/dead-letters/*/*/*", DeadLetterRequests.OF_LETTER, letters::show),
                OperationsRoute.of("POST", "v1/dead-letters:park", none, letters::park),
                OperationsRoute.of("POST", "v1/dead-letters:redrive", none, letters::redrive),
                OperationsRoute.of("GET", "v1/dead-letters/redrives", none, letters::redrives),
                OperationsRoute.of("GET", "v1/dead-letters/redrives/*", none, letters::showRedrive),
                OperationsRoute.of("DELETE", "v1/dead-letters/redrives/*", none, letters::cancelRedrive),
                OperationsRoute.of("GET", "v1/streams/*/events/*", ReceiptRequests.OF_EVENT, receipts::show));
    }

    void register(@Observes ManagementInterface management) {
        Router router = management.router();
        router.route(ALL).handler(this::authenticate);
        router.route(ALL).handler(BodyHandler.create(false).setBodyLimit(MOST_BODY_BYTES));
        router.route(ALL).blockingHandler(context -> end(context, () -> respond(context)), false)
                .failureHandler(this::unread);
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
        List<String> segments = TargetSyntax.segments(request.path());
        List<OperationsRoute> here = routes.stream().filter(route -> route.variables(segments).isPresent()).toList();
        if (here.isEmpty()) {
            throw new RequestRefusedException(OperationsProblem.NOT_FOUND, "There is no operation at this path");
        }
        String methods = String.join(", ", here.stream().map(OperationsRoute::method).toList());
        OperationsRoute route = here.stream().filter(one -> one.method().equals(request.method().name())).findFirst()
                .orElseThrow(() -> new RequestRefusedException(OperationsProblem.METHOD_NOT_ALLOWED,
                        "The path takes " + methods, Map.of("Allow", methods)));
        Principal caller = context.get(CALLER);
        return route.operation().apply(new OperationsRequest(caller, route.variables(segments).orElseThrow(),
                TargetSyntax.parameters(request.query(), route.parameters()),
                Optional.ofNullable(context.body().asString()).orElse("")));
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
