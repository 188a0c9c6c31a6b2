/**
 * The dead letters of a stream as a table: one row for each record that could not be merged, with its state, its cause and its
 * original bytes. {@link io.millrace.landing.letters.Redrive} sends such records to the topic again, and
 * {@link io.millrace.landing.letters.LetterPages} lists them. Sees {@code decode}. More than 25 classes, because the row of a
 * letter, its JSON, and the record that a redrive makes of it share the values of a letter.
 */
@NullMarked
package io.millrace.landing.letters;

import org.jspecify.annotations.NullMarked;
