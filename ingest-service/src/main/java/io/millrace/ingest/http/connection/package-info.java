/**
 * Checks on the head of a request before routing: size, target, host and origin, also of requests that the HTTP parser
 * refuses. May use {@code http.syntax}, {@code http.problem} and {@code config}.
 */
@NullMarked
package io.millrace.ingest.http.connection;

import org.jspecify.annotations.NullMarked;
