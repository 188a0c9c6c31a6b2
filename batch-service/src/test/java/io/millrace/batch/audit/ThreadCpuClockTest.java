package io.millrace.batch.audit;

import java.lang.management.ManagementFactory;

class ThreadCpuClockTest implements CpuClockContract {
    private final CpuClock cpu = CpuClock.ofThread();

    @Override
    public CpuClock cpu() {
        return cpu;
    }

    @Override
    public void work(long nanos) {
        long until = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() + nanos;
        while (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() < until) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void rest() throws InterruptedException {
        Thread.sleep(200);
    }
}
