/** Tests of the rules of contracts. */
@NullMarked
package io.millrace.contracts.rule;

import org.jspecify.annotations.NullMarked;
