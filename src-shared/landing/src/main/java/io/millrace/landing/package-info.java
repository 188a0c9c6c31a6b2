/**
 * From Kafka records to the table, in the one order that loses nothing: decode, dead letters, merge. Both writers use
 * it, so that they cannot differ in it.
 */
@NullMarked
package io.millrace.landing;

import org.jspecify.annotations.NullMarked;
