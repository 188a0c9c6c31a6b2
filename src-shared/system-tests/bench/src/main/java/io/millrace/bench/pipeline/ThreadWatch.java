package io.millrace.bench.pipeline;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

import io.millrace.bench.run.ProcessFigures;
import io.millrace.bench.run.ProcessFigures.ThreadFigures;

/**
 * Follows the threads of a process, so that a thread that ends keeps the CPU time it had when it was last seen. Look often: what
 * a thread did after that counts among the rest.
 */
final class ThreadWatch {
    private final ProcessFigures process;
    private final Map<Long, ThreadFigures> seen = new HashMap<>();

    ThreadWatch(ProcessFigures process) {
        this.process = process;
    }

    /** Looks at every thread and adds up. */
    CpuAccount look() {
        process.threads().forEach(thread -> seen.put(thread.id(), thread));
        Map<CpuGroup, Long> groups = new EnumMap<>(CpuGroup.class);
        seen.values().forEach(thread -> groups.merge(CpuGroup.of(thread.name()), thread.cpuMicros(), Long::sum));
        return CpuAccount.of(process.cpuMicros(), groups);
    }

    ProcessFigures process() {
        return process;
    }

    /** CPU time by name of thread: the members of the groups. */
    Map<String, Long> byName() {
        Map<String, Long> names = new HashMap<>();
        seen.values().forEach(thread -> names.merge(thread.name(), thread.cpuMicros(), Long::sum));
        return names;
    }
}
