package io.millrace.launcher.demo;

/**
 * What the demo sent.
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
 */
record Sent(long sent, long stored, long resent, long resentStored, long offences, long refused, long poison) {}
