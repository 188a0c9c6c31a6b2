/**
 * The routes of the public API and the list of its operations. May use {@code http} and every package below it, {@code
 * streamadmin}, {@code openapi} and {@code sqlview}.
 */
@NullMarked
package io.millrace.ingest.http.resource;

import org.jspecify.annotations.NullMarked;
