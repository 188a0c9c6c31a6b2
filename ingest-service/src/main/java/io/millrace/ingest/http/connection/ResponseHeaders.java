package io.millrace.ingest.http.connection;

import java.util.Map;

import io.vertx.core.http.HttpHeaders;

/** Headers of every response. */
public final class ResponseHeaders {
    /** Carries the correlation id, in requests and responses. */
    public static final String CORRELATION_ID = "X-Correlation-ID";
    /** No response is a page of a browser. */
    public static final Map<CharSequence, CharSequence> SAFE = Map.of(
            HttpHeaders.createOptimized("X-Content-Type-Options"), HttpHeaders.createOptimized("nosniff"),
            HttpHeaders.createOptimized("Content-Security-Policy"),
            HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'"),
            HttpHeaders.createOptimized("Referrer-Policy"), HttpHeaders.createOptimized("no-referrer"));

    private ResponseHeaders() {}
}
