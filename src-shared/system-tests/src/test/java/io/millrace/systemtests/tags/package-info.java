/** The tags of the tests of all modules: {@code process}, {@code packaged} and {@code slow}. Uses no other package of these tests. */
@NullMarked
package io.millrace.systemtests.tags;

import org.jspecify.annotations.NullMarked;
