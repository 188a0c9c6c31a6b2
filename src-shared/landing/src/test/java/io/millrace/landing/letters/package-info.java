/** Tests of letters and their redrive. */
@NullMarked
package io.millrace.landing.letters;

import org.jspecify.annotations.NullMarked;
