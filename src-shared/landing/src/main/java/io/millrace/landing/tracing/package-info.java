/**
 * Where the records of a micro-batch came from: the correlation ids of their requests in the log lines about the batch, and
 * the OpenTelemetry spans of its merge and its commit, with links to the spans of the sampled requests.
 */
@NullMarked
package io.millrace.landing.tracing;

import org.jspecify.annotations.NullMarked;
