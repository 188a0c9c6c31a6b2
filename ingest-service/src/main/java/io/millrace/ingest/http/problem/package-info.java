/** RFC 9457 problems: codes, exceptions and the JSON of responses. May use {@code outcome}. */
@NullMarked
package io.millrace.ingest.http.problem;

import org.jspecify.annotations.NullMarked;
