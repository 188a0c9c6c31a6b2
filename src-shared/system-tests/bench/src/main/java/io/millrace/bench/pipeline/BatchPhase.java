package io.millrace.bench.pipeline;

import java.util.Locale;

import io.millrace.bench.run.Progress;
import io.millrace.launcher.local.Checkout;

/**
 * One run of batch-service over a topic, as a Kubernetes CronJob makes it. Its steps follow each other, and each ends with a commit:
 * the merge with the last watermark, the audit with its mark, the upkeep with the process.
 *
 * @param events
 *            in the topic
 */
record BatchPhase(long events) {
    /** Runs the service of a checkout once; returns whether the table is right. */
    boolean run(PipelineRig rig, Checkout checkout, Figures figures, Progress progress) throws InterruptedException {
        try (ServiceRun run = rig.batch(checkout)) {
            Reading merged = run.awaitRecords(events);
            Reading audited = run.await(state -> state.audited() >= events);
            Reading end = run.awaitExit();
            CpuAccount ofMerge = new Interval(run.start(), merged).cpu();
            CpuAccount ofUpkeep = new Interval(audited, end).cpu();
            double merge = ofMerge.seconds();
            double audit = new Interval(merged, audited).cpu().seconds();
            double upkeep = ofUpkeep.seconds();
            figures.add("batch_merge_cpu_s", merge);
            figures.add("batch_audit_cpu_s", audit);
            figures.add("batch_upkeep_cpu_s", upkeep);
            figures.add("batch_audit_and_upkeep_over_merge", (audit + upkeep) / merge);
            figures.add("batch_merge_compilers_share", ofMerge.share(CpuGroup.COMPILERS));
            figures.add("batch_upkeep_compilers_share", ofUpkeep.share(CpuGroup.COMPILERS));
            figures.add("batch_gc_share", end.service().share(CpuGroup.GARBAGE_COLLECTION));
            figures.add("batch_wall_s", new Interval(run.start(), end).seconds());
            figures.add("batch_files", end.table().files());
            figures.add("batch_bytes_per_row", end.table().bytes() / (double) Math.max(1, end.table().rows()));
            progress.say(String.format(Locale.ROOT, "batch: merge %.1f, audit %.1f, upkeep %.1f CPU-s, %d files", merge,
                    audit, upkeep, end.table().files()));
            long distinct = Deliveries.distinct(events);
            return TableCheck.of(run.table(), distinct).isExact(distinct, progress);
        }
    }
}
