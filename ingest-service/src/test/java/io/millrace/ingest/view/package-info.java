/** Tests of the room of the same name. */
@NullMarked
package io.millrace.ingest.view;

import org.jspecify.annotations.NullMarked;
