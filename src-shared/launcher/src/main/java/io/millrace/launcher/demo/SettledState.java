package io.millrace.launcher.demo;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Whether everything was merged and audited, and what the services reported.
 *
 * @param ends
 *            the topic's next offset, by partition
 * @param watermarks
 *            the table's watermark, by partition; a partition without one is absent
 * @param audited
 *            up to which offset the audit accounted for every record, by partition
 * @param auditMissing
 *            how many records the audit found nowhere; empty when batch-service has no such metric
 * @param ready
 *            the writers that say that they are ready
 */
record SettledState(
        Map<Integer, Long> ends,
        Map<Integer, Long> watermarks,
        Map<Integer, Long> audited,
        OptionalDouble auditMissing,
        Set<String> ready) {

    SettledState {
        ends = Map.copyOf(ends);
        watermarks = Map.copyOf(watermarks);
        audited = Map.copyOf(audited);
        ready = Set.copyOf(ready);
    }

    boolean merged() {
        return !ends.isEmpty() && ends.equals(watermarks);
    }

    boolean isAudited() {
        return !ends.isEmpty() && ends.equals(audited);
    }
}
