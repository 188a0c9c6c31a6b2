package io.millrace.ingest.http.resource;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.millrace.ingest.openapi.ApiOperation;
import io.millrace.ingest.tracing.RouteTemplates;

/** The route templates of the HTTP API, by which the spans and times of requests are named. */
final class ApiRoutes {
    /** The one of most requests. */
    static final String EVENTS = "/v1/streams/{stream}/events";

    @Produces
    @Singleton
    RouteTemplates templates() {
        return new RouteTemplates(ApiOperations.ALL.stream().map(ApiOperation::path).toList());
    }
}
