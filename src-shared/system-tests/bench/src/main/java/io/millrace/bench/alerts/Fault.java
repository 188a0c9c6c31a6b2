package io.millrace.bench.alerts;

import java.io.IOException;
import java.util.Map;

/** A fault in the running system. */
@FunctionalInterface
interface Fault {
    /**
     * Where a fault is made.
     *
     * @param system
     *            the running system
     * @param prometheus
     *            reads its metrics
     * @param stream
     *            the stream that is meant for this alert alone
     */
    record Place(LabSystem system, Prometheus prometheus, String stream) {}

    /**
     * Makes it.
     *
     * @return the variables for the commands of the runbook
     */
    Map<String, String> make(Place place) throws IOException, InterruptedException;

    /** Whether an alert of a name that is listed for this fault is about what the fault was made to. */
    default boolean explains(Firing firing, String stream) {
        return firing.isAbout(stream);
    }

    /** Sends events, if the alert needs some to fire; again and again until it does. */
    default void whileMade(Place place) {}

    /** Sends the events of a stream in good order, if the alert needs some to end; again and again until it does. */
    default void whenMended(Place place) {}

    /** Takes away what the runbook of the alert leaves, because another alert is for it, or because its commands failed. */
    default void undo(Place place) throws IOException, InterruptedException {}
}
