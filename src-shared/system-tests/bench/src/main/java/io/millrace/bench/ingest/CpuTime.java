package io.millrace.bench.ingest;

/**
 * CPU time of a gateway's process.
 *
 * @param all
 *            in microseconds
 * @param byCompilers
 *            of it, by the JIT compilers
 */
record CpuTime(long all, long byCompilers) {
    /** Until now. */
    static CpuTime by(GatewayRig.Subject subject) {
        return new CpuTime(subject.figures().cpuMicros(), subject.figures().compilerMicros());
    }

    CpuTime since(CpuTime before) {
        return new CpuTime(all - before.all, byCompilers - before.byCompilers);
    }

    double compilerShare() {
        return (double) byCompilers / Math.max(1, all);
    }

    /** Microseconds for each event that was stored meanwhile. */
    double perEvent(LoadResult load) {
        if (load.storedEvents() == 0) {
            throw new IllegalStateException("The gateway stored nothing, so there is no cost per event; it answered "
                    + load.statuses() + ", connections broke: " + load.breaks());
        }
        return (double) all / load.storedEvents();
    }
}
