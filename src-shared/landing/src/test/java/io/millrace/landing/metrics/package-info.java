/** Tests of the package of the same name. */
@NullMarked
package io.millrace.landing.metrics;

import org.jspecify.annotations.NullMarked;
