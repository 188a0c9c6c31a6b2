package io.millrace.bench.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.launcher.local.Percentile;

/** How long the system took to be fresh again, by kind of fault. */
final class Recoveries {
    private static final double MILLIS = 1_000;
    private static final int HALF = 50;
    private static final int NEARLY_ALL = 95;

    private final Map<String, List<Long>> millisByKind = new TreeMap<>();

    void add(String kind, Duration recovery) {
        millisByKind.computeIfAbsent(kind, k -> new ArrayList<>()).add(recovery.toMillis());
    }

    /** The longest, in seconds; 0 without any. */
    double worst() {
        return millisByKind.values().stream().flatMap(List::stream).mapToLong(Long::longValue).max().orElse(0)
                / MILLIS;
    }

    /** A line for each kind. */
    List<String> lines() {
        return millisByKind.entrySet().stream()
                .map(kind -> String.format(Locale.ROOT, "%-18s %3d times, fresh again after P50 %.1f s, P95 %.1f s",
                        kind.getKey(), kind.getValue().size(), seconds(kind.getValue(), HALF),
                        seconds(kind.getValue(), NEARLY_ALL)))
                .toList();
    }

    void report(ObjectNode recovery) {
        millisByKind.forEach((kind, millis) -> recovery.putObject(kind).put("faults", millis.size())
                .put("p50_s", seconds(millis, HALF)).put("p95_s", seconds(millis, NEARLY_ALL)));
    }

    /** Each, in milliseconds. */
    void list(ObjectNode recoveries) {
        millisByKind.forEach((kind, all) -> all.forEach(recoveries.withArray(kind)::add));
    }

    private static double seconds(List<Long> millis, int percent) {
        return Percentile.of(millis, percent).orElse(0) / MILLIS;
    }
}
