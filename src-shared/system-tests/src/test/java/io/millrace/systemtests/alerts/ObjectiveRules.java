package io.millrace.systemtests.alerts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.millrace.contracts.slo.Slo;
import io.millrace.contracts.slo.SloDefaults;

/**
 * The rules for objectives with an error budget. The services export the target of each stream, so the rules hold for every
 * stream, whatever its contract says. Completeness and letters have symptom alerts instead: the one has no budget, the other is
 * measured too seldom for a rate.
 */
record ObjectiveRules(SloDefaults slo) {
    private static final Map<Slo, String> SUMMARIES = Map.of(
            Slo.AVAILABILITY, "ingest-service fails too many events of stream {{ $labels.stream }}",
            Slo.LATENCY, "ingest-service answers too many requests for stream {{ $labels.stream }} late",
            Slo.LAG, "The table of stream {{ $labels.stream }} is behind its topic for too long",
            Slo.FRESHNESS, "Too many rows of stream {{ $labels.stream }} are committed late");

    /** The share of misses in each window, their number in the long windows, and the target. */
    List<Rule> recordings() {
        TreeSet<Duration> windows = slo.burnRates().stream()
                .flatMap(rate -> Stream.of(rate.longWindow(), rate.shortWindow()))
                .collect(Collectors.toCollection(TreeSet::new));
        List<Rule> rules = new ArrayList<>();
        rules.add(new Rule.Recording("millrace:slo_objective", "max by (slo, stream) (millrace_slo_objective)"));
        for (Duration window : windows) {
            String range = "[" + PromDuration.of(window) + "]";
            rules.add(new Rule.Recording(ratio(window), "sum by (slo, stream) (rate(millrace_slo_missed_total" + range
                    + ")) / sum by (slo, stream) (rate(millrace_slo_judged_total" + range + "))"));
        }
        slo.burnRates().stream().map(SloDefaults.BurnRate::longWindow).distinct().sorted()
                .forEach(window -> rules.add(new Rule.Recording(misses(window),
                        "sum by (slo, stream) (increase(millrace_slo_missed_total[" + PromDuration.of(window)
                                + "]))")));
        return rules;
    }

    /** The alerts, one per objective and rate. */
    List<Rule> alerts() {
        List<Rule> rules = new ArrayList<>();
        for (Slo objective : Slo.values()) {
            String summary = SUMMARIES.get(objective);
            if (summary != null) {
                for (SloDefaults.BurnRate rate : slo.burnRates()) {
                    rules.add(alert(objective, rate, summary));
                }
            }
        }
        return rules;
    }

    private Rule alert(Slo objective, SloDefaults.BurnRate rate, String summary) {
        String budget = "clamp_max(" + number(rate.factor()) + " * (1 - "
                + of(objective, "millrace:slo_objective") + "), " + number(slo.limits().burnHighestShare()) + ")";
        String name = objective.label().substring(0, 1).toUpperCase(Locale.ROOT) + objective.label().substring(1);
        return new Rule.Alert("Millrace" + name + "Burn", objective.label(), rate.severity(), Duration.ZERO,
                summary + ": over " + PromDuration.of(rate.longWindow()) + " the error budget is used up at "
                        + number(rate.factor()) + " times the rate that it allows",
                of(objective, ratio(rate.longWindow())) + " > " + budget + " and "
                        + of(objective, ratio(rate.shortWindow())) + " > " + budget + " and "
                        + of(objective, misses(rate.longWindow())) + " >= " + slo.limits().burnLeastMissed())
                .with("window", PromDuration.of(rate.longWindow()));
    }

    private static String of(Slo objective, String series) {
        return series + "{slo=\"" + objective.label() + "\"}";
    }

    private static String ratio(Duration window) {
        return "millrace:slo_miss_ratio:" + PromDuration.of(window);
    }

    private static String misses(Duration window) {
        return "millrace:slo_missed:" + PromDuration.of(window);
    }

    static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
