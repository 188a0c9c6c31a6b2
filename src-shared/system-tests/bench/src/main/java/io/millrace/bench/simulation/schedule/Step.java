package io.millrace.bench.simulation.schedule;

/**
 * A call of a schedule.
 *
 * @param point
 *            where
 * @param kind
 *            of the call
 * @param call
 *            what is called, with its file
 * @param decision
 *            what happened there
 */
public record Step(Point point, CallKind kind, String call, Decision decision) {
    @Override
    public String toString() {
        return point + " " + call + (decision.fault() == Fault.NONE ? "" : " !" + decision.fault().label())
                + (decision.next().isEmpty() ? "" : " after " + decision.next());
    }
}
