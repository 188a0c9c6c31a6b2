package io.millrace.bench.ingest;

/**
 * CPU time of a gateway's process.
 *
 * @param all
 *            in microseconds
 * @param byCompilers
 *            of it, by the JIT compilers
 */
record Spent(long all, long byCompilers) {
    /** Until now. */
    static Spent by(Rig.Subject subject) {
        return new Spent(subject.figures().cpuMicros(), subject.figures().compilerMicros());
    }

    Spent since(Spent before) {
        return new Spent(all - before.all, byCompilers - before.byCompilers);
    }

    double compilerShare() {
        return (double) byCompilers / Math.max(1, all);
    }

    /** Microseconds for each event that was stored meanwhile. */
    double perEvent(LoadResult load) {
        if (load.storedEvents() == 0) {
            throw new IllegalStateException("The gateway stored nothing, so that there is no cost to tell; it answered "
                    + load.statuses() + ", connections broke: " + load.breaks());
        }
        return (double) all / load.storedEvents();
    }
}
