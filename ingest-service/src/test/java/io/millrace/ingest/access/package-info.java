/** Tests of the room of the same name. */
@NullMarked
package io.millrace.ingest.access;

import org.jspecify.annotations.NullMarked;
