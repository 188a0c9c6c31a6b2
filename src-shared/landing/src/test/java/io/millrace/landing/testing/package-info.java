/** What the tests of the services that write tables share. */
@NullMarked
package io.millrace.landing.testing;

import org.jspecify.annotations.NullMarked;
