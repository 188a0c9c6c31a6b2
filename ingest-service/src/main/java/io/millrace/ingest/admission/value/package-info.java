/**
 * Readers of single values: JSON text to the Avro type of a field, exactly or with an error at its JSON pointer. May
 * use {@code config}.
 */
@NullMarked
package io.millrace.ingest.admission.value;

import org.jspecify.annotations.NullMarked;
