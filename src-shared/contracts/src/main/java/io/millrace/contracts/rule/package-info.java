/**
 * Quality rules: conditions in the Common Expression Language (CEL) that a contract holds its events to.
 *
 * <p>
 * {@link io.millrace.contracts.rule.QualityRules} compiles the rules of a contract and refuses those that cannot be run;
 * {@link io.millrace.contracts.rule.RuleSet} judges an event in Avro's binary encoding, of which it reads only the fields that
 * the rules name. The gateway and the consumers judge the same bytes with the same classes. The package does no I/O and sees
 * {@code binary}.
 */
@NullMarked
package io.millrace.contracts.rule;

import org.jspecify.annotations.NullMarked;
