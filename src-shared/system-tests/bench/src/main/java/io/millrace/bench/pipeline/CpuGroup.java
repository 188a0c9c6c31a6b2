package io.millrace.bench.pipeline;

import java.util.List;
import java.util.Locale;

/** Threads of a service that do the same kind of work, recognised by their names, of which Linux keeps 15 bytes. */
enum CpuGroup {
    /** Merging; decoding too, as long as no other thread does it. */
    MERGE("merge-", "table-storage"),
    /** Decoding, where it has threads of its own. */
    DECODE("decode"),
    /** Garbage collection. The serial collector has no threads of its own and works in the VM thread. */
    GARBAGE_COLLECTION("GC Thread", "G1 ", "VM Thread", "Shenandoah", "ZDriver", "ZWorker", "ZDirector", "XWorker",
            "RefProc"),
    /** The JIT compilers. */
    COMPILERS("C1 Compiler", "C2 Compiler"),
    /** Kafka's clients. */
    KAFKA("smallrye-kafka", "kafka-"),
    /** Event loops and the workers behind them. */
    EVENT_LOOPS("vert.x-", "executor-thread"),
    /** All others, and those that ended before they were seen. */
    REST;

    private final List<String> prefixes;

    CpuGroup(String... prefixes) {
        this.prefixes = List.of(prefixes);
    }

    /** The group of a thread, by its name. */
    static CpuGroup of(String thread) {
        for (CpuGroup group : values()) {
            if (group.prefixes.stream().anyMatch(thread::startsWith)) {
                return group;
            }
        }
        return REST;
    }

    /** As it is called in the result. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
