/**
 * Compares the records of a stream with the rows of its table, key by key, and names each difference with its coordinates.
 * Sees {@code decode} and {@code mapping}.
 */
@NullMarked
package io.millrace.landing.audit;

import org.jspecify.annotations.NullMarked;
