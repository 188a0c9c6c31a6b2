package io.millrace.batch.audit;

import java.util.concurrent.atomic.AtomicLong;

/** CPU time that passes by the word of a test. */
final class FakeCpuClock implements CpuClock {
    private final AtomicLong used = new AtomicLong();

    void use(long nanos) {
        used.addAndGet(nanos);
    }

    @Override
    public long nanos() {
        return used.get();
    }
}
