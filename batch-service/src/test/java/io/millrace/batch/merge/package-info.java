/** Tests of the package of the same name. */
@NullMarked
package io.millrace.batch.merge;

import org.jspecify.annotations.NullMarked;
