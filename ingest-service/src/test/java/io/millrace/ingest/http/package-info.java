/** Tests of the room of the same name. */
@NullMarked
package io.millrace.ingest.http;

import org.jspecify.annotations.NullMarked;
