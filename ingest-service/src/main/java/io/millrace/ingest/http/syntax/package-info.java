/**
 * Syntax of headers, query parameters and percent-encoded text. Malformed input is refused with a problem. May use
 * {@code http.problem}, {@code admission.format} and {@code config}.
 */
@NullMarked
package io.millrace.ingest.http.syntax;

import org.jspecify.annotations.NullMarked;
