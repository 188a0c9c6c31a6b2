/** Tests of the package of the same name. */
@NullMarked
package io.millrace.landing.lag;

import org.jspecify.annotations.NullMarked;
