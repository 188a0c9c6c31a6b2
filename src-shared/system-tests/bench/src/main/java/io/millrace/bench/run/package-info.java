/** The parts that every benchmark and race needs: progress, medians, folders and the name of this program. Uses no other package of the module. */
@NullMarked
package io.millrace.bench.run;

import org.jspecify.annotations.NullMarked;
