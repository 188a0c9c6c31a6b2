/** Tests of what the rooms of the gateway stand on, and the fixtures they share. */
@NullMarked
package io.millrace.ingest;

import org.jspecify.annotations.NullMarked;
