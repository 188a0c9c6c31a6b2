package io.millrace.launcher.slo;

import java.util.Locale;
import java.util.stream.Collectors;

import io.millrace.contracts.slo.SloDefaults;
import io.millrace.contracts.slo.SloSource;

/** A report for a person. */
public final class SloText {
    private static final String ROW = "%-24s %-14s %-26s %-9s %12s %14s %12s  %s%n";
    private static final double PERCENT = 100;
    private static final double MILLIS = 1_000;

    private SloText() {}

    /** The report as a table. */
    public static String of(SloReport report) {
        StringBuilder text = new StringBuilder("Counted since the services started: ");
        text.append(report.services().isEmpty()
                ? "-"
                : report.services().stream()
                        .map(service -> service.source() + " "
                                + service.started().map(String::valueOf).orElse("at an unknown time"))
                        .collect(Collectors.joining(", ")))
                .append('\n');
        if (!report.away().isEmpty()) {
            text.append("Not known, because they cannot be read: the objectives of ")
                    .append(String.join(", ", report.away())).append('\n');
        }
        text.append('\n');
        text.append(String.format(Locale.ROOT, ROW, "stream", "objective", "target", "from", "measured", "judged",
                "budget left", ""));
        for (Indicator one : report.indicators()) {
            text.append(String.format(Locale.ROOT, ROW, one.stream(), one.slo().label(), target(one),
                    one.source().map(SloSource::label).orElse("-"),
                    one.judged() == 0 ? "-" : percent(one.share(), 3),
                    String.format(Locale.ROOT, "%,.0f", one.judged()),
                    one.judged() == 0 ? "-" : percent(one.budgetLeft(), 1), one.isMet() ? "" : "MISSED"));
        }
        double cpu = report.cpuSecondsPerMillion();
        if (!Double.isNaN(cpu)) {
            text.append(String.format(Locale.ROOT,
                    "%nCPU per million rows, start of the services included: %.1f s, %.4f %s at %s %s per CPU hour%n",
                    cpu,
                    report.pricePerMillion(), currency(), SloDefaults.bundled().prices().cpuHour(), currency()));
        }
        return text.toString().lines().map(String::stripTrailing).collect(Collectors.joining("\n")) + "\n";
    }

    private static String target(Indicator one) {
        String share = percent(one.objective(), 3);
        return switch (one.slo().threshold()) {
            case NONE -> share;
            case COUNT -> share + String.format(Locale.ROOT, " at most %.0f", one.threshold());
            case DURATION -> share + " within " + (one.threshold() < 1
                    ? number(one.threshold() * MILLIS) + " ms"
                    : number(one.threshold()) + " s");
        };
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.3f", value);
    }

    /** A share in percent, with so many decimals at most. Rounds down, so that less than all is never shown as all. */
    static String percent(double share, int decimals) {
        double scale = Math.pow(10, decimals);
        double rounded = Math.floor(share * PERCENT * scale + 1e-6) / scale;
        String text = String.format(Locale.ROOT, "%." + decimals + "f", rounded);
        return (decimals > 0 ? text.replaceAll("\\.?0+$", "") : text) + " %";
    }

    private static String currency() {
        return SloDefaults.bundled().prices().currency();
    }
}
