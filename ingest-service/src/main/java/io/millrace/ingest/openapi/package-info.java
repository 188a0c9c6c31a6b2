/** Describes the API of the streams that there are, from their contracts alone, for people and for their tools. */
@NullMarked
package io.millrace.ingest.openapi;

import org.jspecify.annotations.NullMarked;
