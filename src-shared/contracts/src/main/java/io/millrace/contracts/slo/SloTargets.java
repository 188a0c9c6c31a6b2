package io.millrace.contracts.slo;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The targets of a stream: every objective has one.
 *
 * @param all
 *            by objective
 * @param sources
 *            where a target comes from, by objective; an objective without one has its default
 */
public record SloTargets(Map<Slo, SloTarget> all, Map<Slo, SloSource> sources) {
    public SloTargets {
        all = Map.copyOf(all);
        sources = Map.copyOf(sources);
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

    /** Where the target of an objective comes from: the source of the highest precedence that set a part of it. */
    public SloSource sourceOf(Slo slo) {
        return sources.getOrDefault(slo, SloSource.DEFAULTS);
    }

    /** The same with another target for one objective. */
    public SloTargets with(Slo slo, SloTarget target, SloSource source) {
        Map<Slo, SloTarget> changed = new EnumMap<>(all);
        changed.put(slo, target);
        Map<Slo, SloSource> from = new EnumMap<>(Slo.class);
        from.putAll(sources);
        from.put(slo, source);
        return new SloTargets(changed, from);
    }
}
