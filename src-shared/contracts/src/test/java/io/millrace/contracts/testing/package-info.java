/** Test data and test servers that the tests of several packages share. */
@NullMarked
package io.millrace.contracts.testing;

import org.jspecify.annotations.NullMarked;
