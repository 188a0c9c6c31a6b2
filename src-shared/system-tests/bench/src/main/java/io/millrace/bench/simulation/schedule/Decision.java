package io.millrace.bench.simulation.schedule;

/**
 * What happens at one point of a schedule.
 *
 * @param fault
 *            of the call
 * @param next
 *            the name of the thread that goes on first; empty for the one that is at this point
 */
public record Decision(Fault fault, String next) {
    /** The call succeeds, and the thread goes on. */
    public static final Decision NONE = new Decision(Fault.NONE, "");
}
