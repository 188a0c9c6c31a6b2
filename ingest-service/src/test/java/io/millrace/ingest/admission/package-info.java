/** Tests of the room of the same name. */
@NullMarked
package io.millrace.ingest.admission;

import org.jspecify.annotations.NullMarked;
