package io.millrace.bench.pipeline;

import java.util.EnumMap;
import java.util.Map;

/**
 * CPU time of a process, in microseconds.
 *
 * @param total
 *            of the whole process
 * @param groups
 *            of it, by group; what no group had is in {@link CpuGroup#REST}
 */
record CpuAccount(long total, Map<CpuGroup, Long> groups) {
    private static final double MICROS_PER_SECOND = 1e6;

    CpuAccount {
        groups = Map.copyOf(groups);
    }

    /** Completes what was seen of threads with the rest of the process. */
    static CpuAccount of(long total, Map<CpuGroup, Long> seen) {
        Map<CpuGroup, Long> all = new EnumMap<>(CpuGroup.class);
        long known = 0;
        for (CpuGroup group : CpuGroup.values()) {
            long micros = group == CpuGroup.REST ? 0 : seen.getOrDefault(group, 0L);
            all.put(group, micros);
            known += micros;
        }
        all.put(CpuGroup.REST, Math.max(0, total - known));
        return new CpuAccount(total, all);
    }

    CpuAccount since(CpuAccount before) {
        Map<CpuGroup, Long> difference = new EnumMap<>(CpuGroup.class);
        groups.forEach((group, micros) -> difference.put(group, micros - before.of(group)));
        return new CpuAccount(total - before.total, difference);
    }

    long of(CpuGroup group) {
        return groups.getOrDefault(group, 0L);
    }

    double seconds() {
        return total / MICROS_PER_SECOND;
    }

    double share(CpuGroup group) {
        return of(group) / (double) Math.max(1, total);
    }
}
