package io.millrace.launcher.demo;

import java.util.ArrayList;
import java.util.List;

/** Checks each promise against the observations. Pure. */
final class PromiseCheck {
    /**
     * A promise and whether it held.
     *
     * @param text
     *            what is promised
     * @param held
     *            whether it held
     * @param seen
     *            the figures that decided
     */
    record Promise(String text, boolean held, String seen) {}

    private PromiseCheck() {}

    /** The promises of one run, in the order of the flow. */
    static List<Promise> of(Sent in, SettledState rest, Observed out) {
        List<Promise> promises = new ArrayList<>();
        promises.add(equal("every event that was sent is acknowledged", in.sent(), in.stored()));
        promises.add(equal("every event that was sent again is acknowledged", in.resent(), in.resentStored()));
        promises.add(equal("every request that breaks the rules is refused", in.offences(), in.refused()));
        promises.add(new Promise("the table has everything up to the end of the topic", rest.merged(),
                "ends " + rest.ends() + ", watermarks " + rest.watermarks()));
        promises.add(equal("one row per event", in.sent() + out.redriven(), out.rows()));
        promises.add(equal("one row per key", in.sent() + out.redriven(), out.distinctKeys()));
        promises.add(equal("every event is in the table as it was sent", in.sent(), out.equalEvents()));
        promises.add(equal("every event that breaks the quality rule is refused", in.ruleBroken(), in.ruleRefused()));
        promises.add(equal("every poison record is a dead letter, and every event that bypassed the gateway",
                in.poison() + in.bypassing(), out.deadLettered()));
        promises.add(equal("every event that bypassed the gateway is redriven", in.bypassing(), out.redriven()));
        promises.add(equal("every corrected event is a row", in.bypassing(), out.corrected()));
        promises.add(equal("bronze has a row for each offset", out.books().until() - out.books().from(),
                out.bronzeRows()));
        promises.add(new Promise("the books balance: each offset is a row, a delivery without effect or a dead letter",
                out.books().difference() == 0 && out.books().inserted() == out.rows()
                        && out.books().others().deadLetters() == in.poison() + in.bypassing(),
                String.valueOf(out.books())));
        promises.add(writer("stream", rest, out));
        promises.add(writer("batch", rest, out));
        promises.add(new Promise("the audit went up to the end of the topic", rest.isAudited(),
                "ends " + rest.ends() + ", audited " + rest.audited()));
        promises.add(new Promise("the audit misses nothing",
                rest.auditMissing().isPresent() && rest.auditMissing().getAsDouble() == 0.0,
                rest.auditMissing().isPresent()
                        ? "missing " + (long) rest.auditMissing().getAsDouble()
                        : "batch-service has no metric millrace_audit_missing_total"));
        return promises;
    }

    /** A writer must have merged something, or have no row in the table and be there, ready, with nothing left to do. */
    private static Promise writer(String name, SettledState rest, Observed out) {
        long rows = out.rowsByWriter().getOrDefault(name, 0L);
        boolean idle = rest.ready().contains(name) && rest.merged() && rows == 0;
        return new Promise("the " + name + " writer merged, or had nothing left to do", out.commits(name) > 0 || idle,
                out.commits(name) + " commits, " + rows + " rows, ready: " + rest.ready());
    }

    private static Promise equal(String text, long expected, long seen) {
        return new Promise(text, expected == seen && expected > 0, "expected " + expected + ", seen " + seen);
    }
}
