/** Service level objectives by the metrics of running services. Sees {@code local}. */
@NullMarked
package io.millrace.launcher.slo;

import org.jspecify.annotations.NullMarked;
