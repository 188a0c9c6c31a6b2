/** Tests of the room of the same name. */
@NullMarked
package io.millrace.ingest.publish;

import org.jspecify.annotations.NullMarked;
