package io.millrace.ingest.http.resource;

import java.util.Set;

import io.millrace.ingest.http.syntax.QueryParameters;
import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/** Refuses requests with query parameters that their resource does not know. */
final class QueryParameterFilter {
    @ServerRequestFilter
    void only(SimpleResourceInfo resource, RoutingContext context) {
        if (context.request().query() != null) {
            var unused = QueryParameters.of(context, of(resource));
        }
    }

    /** A route that is not listed here has none. */
    private static Set<String> of(SimpleResourceInfo resource) {
        return switch (resource.getResourceClass().getSimpleName() + "." + resource.getMethodName()) {
            case "ContractsResource.put" -> ContractsResource.PARAMETERS;
            case "StreamRemovalResource.delete" -> StreamRemovalResource.PARAMETERS;
            case "TypesResource.put" -> TypesResource.PARAMETERS;
            case "StreamsResource.view" -> StreamsResource.VIEW_PARAMETERS;
            default -> Set.of();
        };
    }
}
