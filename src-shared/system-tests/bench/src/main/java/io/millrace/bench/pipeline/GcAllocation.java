package io.millrace.bench.pipeline;

import java.util.OptionalDouble;

/**
 * The bytes that a JVM has allocated on its heap, by the metrics of the service. It is counted at each collection, so that it costs
 * nothing, and is right over many of them.
 */
final class GcAllocation {
    private static final String METRIC = "jvm_gc_memory_allocated_bytes_total";

    private GcAllocation() {}

    /** Bytes since the start of the process; empty when it is not among the metrics. */
    static OptionalDouble bytes(String metrics) {
        return metrics.lines().filter(line -> line.startsWith(METRIC))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).findFirst();
    }
}
