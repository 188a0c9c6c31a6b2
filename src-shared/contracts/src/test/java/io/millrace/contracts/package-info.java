/** Tests of the contracts; those that need a broker or a registry use the dev stack's real ones. */
@NullMarked
package io.millrace.contracts;

import org.jspecify.annotations.NullMarked;
