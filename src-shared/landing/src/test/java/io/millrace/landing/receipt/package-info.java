/** The tests of {@code receipt}. */
@NullMarked
package io.millrace.landing.receipt;

import org.jspecify.annotations.NullMarked;
