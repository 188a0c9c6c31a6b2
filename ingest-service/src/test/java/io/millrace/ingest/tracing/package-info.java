@NullMarked
package io.millrace.ingest.tracing;

import org.jspecify.annotations.NullMarked;
