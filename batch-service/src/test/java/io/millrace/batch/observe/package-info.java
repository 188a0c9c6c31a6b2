/** Tests of the package of the same name. */
@NullMarked
package io.millrace.batch.observe;

import org.jspecify.annotations.NullMarked;
