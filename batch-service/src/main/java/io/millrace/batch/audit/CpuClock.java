package io.millrace.batch.audit;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Tells how much CPU time the calling thread has used: a step is measured by the difference of two readings. */
@FunctionalInterface
public interface CpuClock {
    /** CPU time of the calling thread in nanoseconds, which never decreases. */
    long nanos();

    /**
     * Reads the account of the operating system. Work that the thread leaves to other threads is not in it. Where the JVM does
     * not have this account, it is the time that passes.
     */
    static CpuClock ofThread() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.isCurrentThreadCpuTimeSupported() ? threads::getCurrentThreadCpuTime : System::nanoTime;
    }
}
