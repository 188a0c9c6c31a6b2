package io.millrace.contracts.slo;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The targets of a stream: every objective has one.
 *
 * @param all
 *            by objective
 */
public record SloTargets(Map<Slo, SloTarget> all) {
    public SloTargets {
        all = Map.copyOf(all);
        for (Slo slo : Slo.values()) {
            if (!all.containsKey(slo)) {
                throw new IllegalArgumentException("no target for " + slo.label());
            }
        }
    }

    /** The target of an objective. */
    public SloTarget of(Slo slo) {
        return Objects.requireNonNull(all.get(slo));
    }

    /** The same with another target for one objective. */
    public SloTargets with(Slo slo, SloTarget target) {
        Map<Slo, SloTarget> changed = new EnumMap<>(all);
        changed.put(slo, target);
        return new SloTargets(changed);
    }
}
