/**
 * The dead letters of a stream as a table: one row for each record that could not be merged, with its state, its cause and its
 * original bytes. {@link io.millrace.landing.letters.Redrive} sends such records to the topic again. Sees {@code decode}.
 */
@NullMarked
package io.millrace.landing.letters;

import org.jspecify.annotations.NullMarked;
