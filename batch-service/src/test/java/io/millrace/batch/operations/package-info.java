/** Tests of the package of the same name. */
@NullMarked
package io.millrace.batch.operations;

import org.jspecify.annotations.NullMarked;
