package io.millrace.contracts.rule;

/**
 * An error in a rule, for which its contract is refused.
 *
 * @param pointer
 *            an RFC 6901 JSON pointer into the contract
 * @param reason
 *            the error, with line and column when it is in the expression
 */
public record RuleFault(String pointer, String reason) {}
