/** Who may see whom, checked on the compiled main classes of all modules. */
@NullMarked
package io.millrace.systemtests.architecture;

import org.jspecify.annotations.NullMarked;
