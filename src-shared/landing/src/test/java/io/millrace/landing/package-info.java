/** Tests of the package of the same name. */
@NullMarked
package io.millrace.landing;

import org.jspecify.annotations.NullMarked;
