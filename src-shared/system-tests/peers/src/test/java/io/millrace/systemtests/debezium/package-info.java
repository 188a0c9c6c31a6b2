/** Tests of the package of the same name. */
@NullMarked
package io.millrace.systemtests.debezium;

import org.jspecify.annotations.NullMarked;
