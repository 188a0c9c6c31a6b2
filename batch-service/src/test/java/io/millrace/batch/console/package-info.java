/** Tests of the package of the same name. */
@NullMarked
package io.millrace.batch.console;

import org.jspecify.annotations.NullMarked;
