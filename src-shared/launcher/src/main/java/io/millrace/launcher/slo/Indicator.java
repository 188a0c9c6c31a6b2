package io.millrace.launcher.slo;

import java.util.Optional;

import io.millrace.contracts.slo.Slo;
import io.millrace.contracts.slo.SloSource;

/**
 * An objective of a stream and what was measured, since the services started.
 *
 * @param stream
 *            the stream
 * @param slo
 *            the objective
 * @param objective
 *            the wanted share
 * @param threshold
 *            seconds or a number; NaN without one
 * @param judged
 *            how many were judged
 * @param missed
 *            how many of them missed the objective
 * @param source
 *            where the target comes from; empty when no service says it
 */
public record Indicator(String stream, Slo slo, double objective, double threshold, double judged, double missed,
        Optional<SloSource> source) {
    /** The measured share of good ones; NaN when nothing was judged. */
    public double share() {
        return judged == 0 ? Double.NaN : (judged - missed) / judged;
    }

    /** Whether the objective is met; also true when nothing was judged. */
    public boolean isMet() {
        return judged == 0 || share() >= objective;
    }

    /**
     * The part of the error budget that is left of what the judged ones allow: 1 when none missed, 0 when exactly as many as
     * allowed did, negative when more did; NaN when nothing was judged. Without a budget, 1 or 0.
     */
    public double budgetLeft() {
        if (judged == 0) {
            return Double.NaN;
        }
        double allowed = judged * (1 - objective);
        if (objective >= 1) {
            return missed == 0 ? 1 : 0;
        }
        return 1 - missed / allowed;
    }
}
