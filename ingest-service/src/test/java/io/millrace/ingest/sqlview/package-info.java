/** Tests of the room of the same name. */
@NullMarked
package io.millrace.ingest.sqlview;

import org.jspecify.annotations.NullMarked;
