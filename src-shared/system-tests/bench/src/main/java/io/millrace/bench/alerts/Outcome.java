package io.millrace.bench.alerts;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What one fault showed.
 *
 * @param alert
 *            the alert that it is for
 * @param detectionSeconds
 *            from the condition until it fired; empty when it did not in time
 * @param others
 *            alerts that fired and are no listed consequence
 * @param failed
 *            commands of the runbook that ended with another exit code than 0
 * @param endSeconds
 *            from the last command until it fired no more; empty when it did not end in time
 */
record Outcome(String alert, OptionalDouble detectionSeconds, Set<String> others, List<String> failed,
        OptionalDouble endSeconds) {
    boolean fired() {
        return detectionSeconds.isPresent();
    }

    boolean silent() {
        return others.isEmpty();
    }

    /** Whether it ended after the commands of its runbook, and each of them succeeded. */
    boolean ended() {
        return fired() && endSeconds.isPresent() && failed.isEmpty();
    }

    boolean ok() {
        return fired() && silent() && ended();
    }
}
