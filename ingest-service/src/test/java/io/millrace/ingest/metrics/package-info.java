/** Tests of the room of the same name. */
@NullMarked
package io.millrace.ingest.metrics;

import org.jspecify.annotations.NullMarked;
