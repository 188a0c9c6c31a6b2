package io.millrace.launcher.demo;

/**
 * The requests and records that the demo sent.
 *
 * @param sent
 *            events sent for the first time
 * @param stored
 *            how many of these were acknowledged
 * @param resent
 *            events sent again, unchanged
 * @param resentStored
 *            how many of these were acknowledged
 * @param offences
 *            requests that must be refused
 * @param refused
 *            how many of these were
 * @param poison
 *            records put straight into the topic that must become dead letters
 * @param ruleBroken
 *            events sent to the gateway that break the quality rule and nothing else
 * @param ruleRefused
 *            how many of these were refused because of the rule
 * @param bypassing
 *            events written straight into the topic that break the quality rule and nothing else
 */
record Sent(long sent, long stored, long resent, long resentStored, long offences, long refused, long poison,
        long ruleBroken, long ruleRefused, long bypassing) {}
