package io.millrace.contracts.slo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The content of the file {@code slo/defaults.json}: the targets of streams whose contract has none, and what the alerts are
 * generated from.
 *
 * @param window
 *            the time for which the error budget is meant
 * @param targets
 *            the default targets
 * @param burnRates
 *            the rates at which the error budget may not be used up
 * @param limits
 *            the limits of the other alerts
 * @param prices
 *            the price sheet
 */
public record SloDefaults(Duration window, SloTargets targets, List<BurnRate> burnRates, Limits limits,
        Prices prices) {
    private static final String FILE = "/slo/defaults.json";
    private static final SloDefaults BUNDLED = read();

    /**
     * An alert on the rate at which the error budget is used up.
     *
     * @param severity
     *            {@code page} or {@code ticket}
     * @param longWindow
     *            the window whose rate counts
     * @param shortWindow
     *            the window in which the rate must still be so high, so that the alert ends soon after the cause
     * @param factor
     *            the rate, as a multiple of the one that uses up the budget in exactly {@link SloDefaults#window}
     */
    public record BurnRate(String severity, Duration longWindow, Duration shortWindow, double factor) {}

    /**
     * Limits of alerts that no target of a stream is for.
     *
     * @param burnLeastMissed
     *            the least number of misses in the long window of a burn rate, so that a stream with few requests does not page for
     *            one of them
     * @param burnHighestShare
     *            the share of misses, below 1, beyond which every burn rate is exceeded, so that a total failure is noticed also where
     *            the rate times the error budget is 1 or more
     * @param retentionLeftShare
     *            the least share of a topic's retention that is left for the oldest record that is not in the table
     * @param catchUp
     *            the longest time that a backlog may need
     * @param batchAge
     *            the longest time since a step of batch-service succeeded
     * @param smallFileShare
     *            the largest share of small files in a table
     * @param smallFiles
     *            the number of small files from which on this share counts
     */
    public record Limits(int burnLeastMissed, double burnHighestShare, double retentionLeftShare, Duration catchUp,
            Duration batchAge, double smallFileShare, int smallFiles) {}

    /**
     * Prices, for the cost per million events.
     *
     * @param currency
     *            its code
     * @param cpuHour
     *            the price of an hour of one CPU
     */
    public record Prices(String currency, double cpuHour) {}

    public SloDefaults {
        burnRates = List.copyOf(burnRates);
    }

    /** The content of the bundled file. */
    public static SloDefaults bundled() {
        return BUNDLED;
    }

    private static SloDefaults read() {
        try (InputStream file = SloDefaults.class.getResourceAsStream(FILE)) {
            return of(new ObjectMapper().readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException("The bundled " + FILE + " cannot be read", e);
        }
    }

    private static SloDefaults of(JsonNode file) {
        Map<Slo, SloTarget> targets = new EnumMap<>(Slo.class);
        for (Slo slo : Slo.values()) {
            JsonNode target = file.required("targets").required(slo.label());
            targets.put(slo, new SloTarget(target.required("objective").doubleValue(), switch (slo.threshold()) {
                case NONE -> Double.NaN;
                case COUNT -> target.required("threshold").doubleValue();
                case DURATION -> seconds(duration(target, "threshold"));
            }));
        }
        List<BurnRate> rates = new ArrayList<>();
        for (JsonNode rate : file.required("burn-rates")) {
            rates.add(new BurnRate(rate.required("severity").textValue(), duration(rate, "long"),
                    duration(rate, "short"), rate.required("factor").doubleValue()));
        }
        JsonNode limits = file.required("limits");
        JsonNode prices = file.required("prices");
        return new SloDefaults(duration(file, "window"), new SloTargets(targets, Map.of()), rates,
                new Limits(limits.required("burn-least-missed").intValue(),
                        limits.required("burn-highest-share").doubleValue(),
                        limits.required("retention-left-share").doubleValue(), duration(limits, "catch-up"),
                        duration(limits, "batch-age"), limits.required("small-file-share").doubleValue(),
                        limits.required("small-files").intValue()),
                new Prices(prices.required("currency").textValue(), prices.required("cpu-hour").doubleValue()));
    }

    /** A duration in seconds, as a threshold has it. */
    public static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static Duration duration(JsonNode parent, String name) {
        return Duration.parse(parent.required(name).textValue());
    }
}
