/**
 * The meters of the service and the categories in which events are counted. May use no other package of this service.
 */
@NullMarked
package io.millrace.ingest.metrics;

import org.jspecify.annotations.NullMarked;
