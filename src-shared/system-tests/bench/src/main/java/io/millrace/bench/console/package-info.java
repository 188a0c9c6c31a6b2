/** The console of batch-service beside a real system: what it shows there, and how long a browser takes to paint it. */
@NullMarked
package io.millrace.bench.console;

import org.jspecify.annotations.NullMarked;
