package io.millrace.bench.pipeline;

import java.util.Locale;

/**
 * The cost of what happened between two readings of a run.
 *
 * @param from
 *            the first
 * @param until
 *            the last
 */
record Interval(Reading from, Reading until) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double PERCENT = 100;

    /** Records that the table took in. */
    long events() {
        return until.table().offsets() - from.table().offsets();
    }

    double seconds() {
        return (until.nanos() - from.nanos()) / NANOS_PER_SECOND;
    }

    CpuAccount cpu() {
        return until.service().since(from.service());
    }

    double cpuSecondsPerMillion() {
        return cpu().total() / (double) Math.max(1, events());
    }

    double eventsPerSecond() {
        return events() / seconds();
    }

    /** Adds everything under a prefix. */
    void report(String prefix, Figures figures) {
        CpuAccount cpu = cpu();
        figures.add(prefix + "_cpu_s_per_million", cpuSecondsPerMillion());
        for (CpuGroup group : CpuGroup.values()) {
            figures.add(prefix + "_" + group.key() + "_cpu_s_per_million",
                    cpu.of(group) / (double) Math.max(1, events()));
        }
        figures.add(prefix + "_gc_share", cpu.share(CpuGroup.GARBAGE_COLLECTION));
        figures.add(prefix + "_broker_cpu_s_per_million",
                (until.brokerMicros() - from.brokerMicros()) / (double) Math.max(1, events()));
        figures.add(prefix + "_events", events());
        figures.add(prefix + "_wall_s", seconds());
        figures.add(prefix + "_rows_per_s", eventsPerSecond());
        figures.add(prefix + "_commits", until.table().commits() - from.table().commits());
        figures.add(prefix + "_files", until.table().files() - from.table().files());
    }

    /** For people. */
    String text() {
        CpuAccount cpu = cpu();
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT,
                "%.1f CPU-s per million events, %d events in %.1f s, %.0f/s, %d commits;", cpuSecondsPerMillion(),
                events(), seconds(), eventsPerSecond(), until.table().commits() - from.table().commits()));
        for (CpuGroup group : CpuGroup.values()) {
            text.append(String.format(Locale.ROOT, " %s %.0f %%,", group.key(), PERCENT * cpu.share(group)));
        }
        return text.append(String.format(Locale.ROOT, " broker %.1f CPU-s per million",
                (until.brokerMicros() - from.brokerMicros()) / (double) Math.max(1, events()))).toString();
    }
}
