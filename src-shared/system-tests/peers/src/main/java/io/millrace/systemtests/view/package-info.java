/** A stream whose contract got wider, for other engines to look at through its view: {@code ./millrace lab verify-view}. */
@NullMarked
package io.millrace.systemtests.view;

import org.jspecify.annotations.NullMarked;
