package io.millrace.contracts.schema;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.millrace.contracts.slo.Slo;
import io.millrace.contracts.slo.SloDefaults;
import io.millrace.contracts.slo.SloSource;
import io.millrace.contracts.slo.SloTarget;
import io.millrace.contracts.slo.SloTargets;
import org.jspecify.annotations.Nullable;

/** Reads the setting {@code slo}: the targets of a stream that differ from the defaults. */
record SloSettings(List<ContractProblem> problems) {
    private static final String POINTER = "/" + ContractParser.PROPERTY + "/slo";
    private static final String OBJECTIVE = "objective";
    private static final String THRESHOLD = "threshold";
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final long MOST = 1_000_000_000;

    /**
     * The targets. A setting that cannot be used is a problem, and has the target of those before.
     *
     * @param before
     *            the targets without the contract
     * @param freshness
     *            the freshness target of the contract, which is also the threshold of that objective unless it is set
     */
    SloTargets read(SloTargets before, Map<String, Object> settings, Optional<Duration> freshness) {
        SloTargets targets = before;
        if (freshness.isPresent()) {
            targets = targets.with(Slo.FRESHNESS, new SloTarget(targets.of(Slo.FRESHNESS).objective(),
                    SloDefaults.seconds(freshness.get())), SloSource.CONTRACT);
        }
        Object setting = settings.get("slo");
        if (setting == null) {
            return targets;
        }
        if (!(setting instanceof Map<?, ?> named)) {
            problem("", "must be an object of objectives; known are " + Slo.labels());
            return targets;
        }
        for (var entry : new TreeMap<>(named).entrySet()) {
            String name = String.valueOf(entry.getKey());
            Optional<Slo> slo = Slo.of(name);
            if (slo.isEmpty()) {
                problem("/" + name, "no such objective; known are " + Slo.labels());
            } else if (!(entry.getValue() instanceof Map<?, ?> values)) {
                problem("/" + name, "must be an object with " + settingsOf(slo.get()));
            } else {
                targets = targets.with(slo.get(), target(slo.get(), values, targets.of(slo.get())),
                        SloSource.CONTRACT);
            }
        }
        return targets;
    }

    private SloTarget target(Slo slo, Map<?, ?> values, SloTarget before) {
        Set<String> known = settingsOf(slo);
        for (Object name : values.keySet()) {
            if (!known.contains(String.valueOf(name))) {
                problem("/" + slo.label() + "/" + name, "no such setting; known are " + known);
            }
        }
        return new SloTarget(
                values.containsKey(OBJECTIVE) ? objective(slo, values.get(OBJECTIVE), before) : before.objective(),
                values.containsKey(THRESHOLD) ? threshold(slo, values.get(THRESHOLD), before) : before.threshold());
    }

    private double objective(Slo slo, @Nullable Object setting, SloTarget before) {
        if (setting instanceof Number number && number.doubleValue() >= SloTarget.LEAST_OBJECTIVE
                && number.doubleValue() <= 1) {
            return number.doubleValue();
        }
        problem("/" + slo.label() + "/" + OBJECTIVE, "must be a number of " + SloTarget.LEAST_OBJECTIVE
                + " to 1, the wanted share, such as 0.999; with a lower one, most may miss it");
        return before.objective();
    }

    private double threshold(Slo slo, @Nullable Object setting, SloTarget before) {
        switch (slo.threshold()) {
            case NONE -> {
                return before.threshold(); // It is reported as a setting that does not exist.
            }
            case COUNT -> {
                if (setting instanceof Integer number && number >= 0 && number <= MOST) {
                    return number;
                }
                problem("/" + slo.label() + "/" + THRESHOLD, "must be a whole number of 0 to " + MOST);
            }
            case DURATION -> {
                Optional<Duration> time = IsoDuration.parse(String.valueOf(setting))
                        .filter(found -> found.isPositive() && found.compareTo(LONGEST) <= 0);
                if (time.isPresent()) {
                    return SloDefaults.seconds(time.get());
                }
                problem("/" + slo.label() + "/" + THRESHOLD, "must be an ISO 8601 duration of more than zero, up to "
                        + LONGEST.toDays() + " days, such as PT5M or PT0.25S");
            }
        }
        return before.threshold();
    }

    private static Set<String> settingsOf(Slo slo) {
        return slo.threshold() == Slo.Threshold.NONE
                ? new TreeSet<>(Set.of(OBJECTIVE))
                : new TreeSet<>(Set.of(OBJECTIVE, THRESHOLD));
    }

    private void problem(String pointer, String reason) {
        problems.add(new ContractProblem(POINTER + pointer, reason));
    }
}
