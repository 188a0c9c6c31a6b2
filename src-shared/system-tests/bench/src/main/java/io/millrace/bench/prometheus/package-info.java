/** Prometheus' programs, brought from Debian's package without being installed. */
@NullMarked
package io.millrace.bench.prometheus;

import org.jspecify.annotations.NullMarked;
