package io.millrace.bench.pipeline;

import java.util.Locale;
import java.util.OptionalDouble;

import io.millrace.bench.run.Progress;
import io.millrace.launcher.local.Checkout;

/**
 * Backlog: stream-service starts on a filled topic and an empty table. Cold is its first million events with the start and the
 * compilers, warm is what comes after the first million and the first fifth.
 *
 * @param events
 *            in the topic
 * @param isWarm
 *            whether all of them are merged, or the first million alone
 */
record BacklogPhase(long events, boolean isWarm) {
    /** The events of a cold start. */
    static final long COLD = 1_000_000;
    private static final int FIRST_PART = 5;

    /** The events of the first part, which is not measured warm. */
    long warmFrom() {
        return Math.max(COLD, events / FIRST_PART);
    }

    /** Deliveries that are merged. */
    long end() {
        return isWarm ? events : Math.min(COLD, events);
    }

    /** Runs the service of a checkout once; returns whether the table is right. */
    boolean run(PipelineRig rig, Checkout checkout, Figures figures, Progress progress) {
        try (ServiceRun run = rig.stream(checkout)) {
            Reading cold = run.awaitRecords(Math.min(COLD, events));
            Interval first = new Interval(run.start(), cold);
            progress.say("cold: " + first.text());
            first.report("cold", figures);
            Reading end = cold;
            if (isWarm) {
                Reading from = run.awaitRecords(warmFrom());
                OptionalDouble before = GcAllocation.bytes(run.metrics());
                end = run.awaitRecords(events);
                OptionalDouble after = GcAllocation.bytes(run.metrics());
                Interval warm = new Interval(from, end);
                progress.say("warm: " + warm.text());
                warm.report("warm", figures);
                if (before.isPresent() && after.isPresent()) {
                    figures.add("warm_alloc_bytes_per_event",
                            (after.getAsDouble() - before.getAsDouble()) / warm.events());
                }
            }
            String measured = isWarm ? "warm_" : "cold_";
            figures.add("gc_share", figures.last(measured + "gc_share"));
            figures.add("rows_per_s", figures.last(measured + "rows_per_s"));
            figures.add("bytes_per_row", end.table().bytes() / (double) end.table().rows());
            figures.add("files", end.table().files());
            figures.add("peak_rss_mb", run.peakRssMebibytes());
            progress.say(String.format(Locale.ROOT, "%d rows in %d files, %.1f bytes per row, %d MB resident at most",
                    end.table().rows(), end.table().files(), end.table().bytes() / (double) end.table().rows(),
                    run.peakRssMebibytes()));
            progress.say("threads: " + run.threadNames());
            run.close();
            long distinct = Deliveries.distinct(end());
            return TableCheck.of(run.table(), distinct).isExact(distinct, progress);
        }
    }
}
