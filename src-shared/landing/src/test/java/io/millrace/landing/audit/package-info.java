/** The tests of {@code audit}. */
@NullMarked
package io.millrace.landing.audit;

import org.jspecify.annotations.NullMarked;
