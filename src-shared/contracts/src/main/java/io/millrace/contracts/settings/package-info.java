/** The names of the settings of all services. Sees no other package. */
@NullMarked
package io.millrace.contracts.settings;

import org.jspecify.annotations.NullMarked;
