package io.millrace.batch.operations;

import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.inject.Singleton;

import io.millrace.batch.metrics.RequestMetrics;
import io.millrace.contracts.access.Principal;
import org.jspecify.annotations.Nullable;

/** The operations of the port. The console uses them as any other caller does, with the grants of its user. */
@Singleton
public class Operations {
    private final List<OperationsRoute> routes;

    Operations(DeadLetterRequests letters, ReceiptRequests receipts) {
        Set<String> none = Set.of();
        this.routes = List.of(
                OperationsRoute.of("GET", "v1/dead-letters", DeadLetterRequests.OF_LIST, letters::list),
                OperationsRoute.of("GET", "v1/dead-letters/{topic_id}/{partition}/{offset}",
                        DeadLetterRequests.OF_LETTER, letters::show),
                OperationsRoute.of("POST", "v1/dead-letters:park", none, letters::park),
                OperationsRoute.of("POST", "v1/dead-letters:redrive", none, letters::redrive),
                OperationsRoute.of("GET", "v1/dead-letters/redrives", none, letters::redrives),
                OperationsRoute.of("GET", "v1/dead-letters/redrives/{id}", none, letters::showRedrive),
                OperationsRoute.of("DELETE", "v1/dead-letters/redrives/{id}", none, letters::cancelRedrive),
                OperationsRoute.of("GET", "v1/streams/{stream}/events/{event_id}", ReceiptRequests.OF_EVENT,
                        receipts::show));
    }

    /**
     * Does an operation.
     *
     * @param caller
     *            the authenticated caller
     * @param method
     *            of HTTP
     * @param path
     *            as in the request, percent-encoded
     * @param query
     *            as in the request; null without one
     * @param body
     *            as text; empty without one
     * @throws RequestRefusedException
     *             when the request is refused
     */
    public OperationsResponse call(Principal caller, String method, String path, @Nullable String query, String body) {
        List<String> segments = TargetSyntax.segments(path);
        List<OperationsRoute> here = at(segments);
        if (here.isEmpty()) {
            throw new RequestRefusedException(OperationsProblem.NOT_FOUND, "There is no operation at this path");
        }
        String methods = String.join(", ", here.stream().map(OperationsRoute::method).toList());
        OperationsRoute route = here.stream().filter(one -> one.method().equals(method)).findFirst()
                .orElseThrow(() -> new RequestRefusedException(OperationsProblem.METHOD_NOT_ALLOWED,
                        "The path takes " + methods, Map.of("Allow", methods)));
        return route.operation().apply(new OperationsRequest(caller, route.variables(segments).orElseThrow(),
                TargetSyntax.parameters(query, route.parameters()), body));
    }

    /**
     * The template of a path, as in metrics.
     *
     * @param path
     *            as in the request, percent-encoded
     */
    String template(String path) {
        try {
            return at(TargetSyntax.segments(path)).stream().findFirst().map(OperationsRoute::template)
                    .orElse(RequestMetrics.UNKNOWN);
        } catch (RequestRefusedException e) { // It is malformed.
            return RequestMetrics.UNKNOWN;
        }
    }

    private List<OperationsRoute> at(List<String> segments) {
        return routes.stream().filter(route -> route.variables(segments).isPresent()).toList();
    }
}
