package io.millrace.launcher.slo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.millrace.contracts.slo.Slo;
import io.millrace.contracts.slo.SloDefaults;
import io.millrace.contracts.slo.SloSource;

/**
 * The objectives of all streams, by the metrics of the services.
 *
 * @param services
 *            the services that answered
 * @param away
 *            those that did not; their objectives are not known
 * @param indicators
 *            by stream and in the order of the flow
 */
public record SloReport(List<ServiceMetrics> services, List<String> away, List<Indicator> indicators) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLION = 1e6;
    private static final double SECONDS_PER_HOUR = 3_600;

    public SloReport {
        services = List.copyOf(services);
        away = List.copyOf(away);
        indicators = List.copyOf(indicators);
    }

    private record Key(String stream, Slo slo) {}

    /** Puts the metrics together: several pods of a service add up. */
    public static SloReport of(List<ServiceMetrics> services, List<String> away) {
        Map<Key, Indicator> found = new HashMap<>();
        for (ServiceMetrics service : services) {
            for (Sample sample : service.samples()) {
                Optional<Slo> slo = Slo.of(sample.label("slo"));
                if (slo.isPresent()) {
                    found.merge(new Key(sample.label("stream"), slo.get()), indicator(sample, slo.get()),
                            SloReport::plus);
                }
            }
        }
        List<Indicator> indicators = new ArrayList<>(found.values());
        indicators.sort(Comparator.comparing(Indicator::stream).thenComparing(Indicator::slo));
        return new SloReport(services, away, indicators);
    }

    private static Indicator indicator(Sample sample, Slo slo) {
        double value = sample.value();
        String stream = sample.label("stream");
        return switch (sample.name()) {
            case "millrace_slo_judged_total" -> new Indicator(stream, slo, Double.NaN, Double.NaN, value, 0,
                    Optional.empty());
            case "millrace_slo_missed_total" -> new Indicator(stream, slo, Double.NaN, Double.NaN, 0, value,
                    Optional.empty());
            case "millrace_slo_objective" -> new Indicator(stream, slo, value, Double.NaN, 0, 0, Optional.empty());
            case "millrace_slo_threshold" -> new Indicator(stream, slo, Double.NaN, value, 0, 0, Optional.empty());
            case "millrace_slo_source" -> new Indicator(stream, slo, Double.NaN, Double.NaN, 0, 0,
                    SloSource.of(value));
            default -> new Indicator(stream, slo, Double.NaN, Double.NaN, 0, 0, Optional.empty());
        };
    }

    /** Pods may be at different versions of a contract for a moment: then the stricter objective counts. */
    private static Indicator plus(Indicator one, Indicator other) {
        return new Indicator(one.stream(), one.slo(), Math.max(known(one.objective()), known(other.objective())),
                Double.isNaN(one.threshold()) ? other.threshold() : one.threshold(), one.judged() + other.judged(),
                one.missed() + other.missed(), one.source().or(other::source));
    }

    private static double known(double objective) {
        return Double.isNaN(objective) ? 0 : objective;
    }

    /** The same with the objectives of one stream. */
    public SloReport only(String stream) {
        return new SloReport(services, away, indicators.stream().filter(one -> one.stream().equals(stream)).toList());
    }

    /** Whether every objective is met, as far as every service says it. */
    public boolean allMet() {
        return away.isEmpty() && indicators.stream().allMatch(Indicator::isMet);
    }

    /** CPU seconds of all services per million rows that were inserted; NaN before the first row, and when a service is away. */
    public double cpuSecondsPerMillion() {
        double cpu = services.stream().mapToDouble(service -> service.sum("process_cpu_time_ns_total", "", "")).sum();
        double rows = services.stream()
                .mapToDouble(service -> service.sum("millrace_merge_rows_total", "outcome", "inserted")).sum();
        return rows == 0 || !away.isEmpty() ? Double.NaN : cpu / NANOS_PER_SECOND / rows * MILLION;
    }

    /** The price of this CPU, by the bundled price sheet. */
    public double pricePerMillion() {
        return cpuSecondsPerMillion() * SloDefaults.bundled().prices().cpuHour() / SECONDS_PER_HOUR;
    }
}
