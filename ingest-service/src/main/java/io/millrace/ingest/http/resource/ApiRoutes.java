package io.millrace.ingest.http.resource;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.millrace.ingest.openapi.ApiOperation;
import io.millrace.ingest.tracing.RouteTemplates;

/** The route templates of the HTTP API, by which the spans of requests are named. */
final class ApiRoutes {
    @Produces
    @Singleton
    RouteTemplates templates() {
        return new RouteTemplates(ApiOperations.ALL.stream().map(ApiOperation::path).toList());
    }
}
