/** Tests of the package of the same name; those that need a broker or a registry start real ones. */
@NullMarked
package io.millrace.contracts.record;

import org.jspecify.annotations.NullMarked;
