package io.millrace.contracts.rule;

/**
 * A rule that an event did not meet.
 *
 * @param rule
 *            the rule
 * @param pointer
 *            an RFC 6901 JSON pointer to the field that the rule is about; empty when it is about several
 * @param reason
 *            what is wrong, without any value of the event
 */
public record RuleFailure(QualityRule rule, String pointer, String reason) {}
