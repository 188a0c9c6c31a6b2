/** Programs of Debian's packages that tests and labs run: Prometheus, brought without being installed, and Chromium. */
@NullMarked
package io.millrace.bench.debian;

import org.jspecify.annotations.NullMarked;
