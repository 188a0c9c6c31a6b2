/** Reads Avro's binary encoding from bytes that may be hostile. Sees no other package of this module. */
@NullMarked
package io.millrace.contracts.binary;

import org.jspecify.annotations.NullMarked;
