/** Measures what the tests must not time: the cost of merging, by CPU time and by ratios taken in one run. */
@NullMarked
package io.millrace.bench;

import org.jspecify.annotations.NullMarked;
