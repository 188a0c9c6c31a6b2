/** The contract is the table: which columns follow from a contract, and which row from an event. Knows Avro, not Delta. */
@NullMarked
package io.millrace.landing.mapping;

import org.jspecify.annotations.NullMarked;
