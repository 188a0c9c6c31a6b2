package io.millrace.bench.pipeline;

import java.util.OptionalDouble;

/**
 * What a JVM has allocated on its heap, as the metrics of the service tell. It is counted at each collection, so that it costs
 * nothing, and is right over many of them.
 */
final class GcAllocation {
    private static final String METRIC = "jvm_gc_memory_allocated_bytes_total";

    private GcAllocation() {}

    /** Bytes since the start of the process; empty when the metrics do not tell. */
    static OptionalDouble bytes(String metrics) {
        return metrics.lines().filter(line -> line.startsWith(METRIC))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).findFirst();
    }
}
