package io.millrace.batch.audit;

class FakeCpuClockTest implements CpuClockContract {
    private final FakeCpuClock cpu = new FakeCpuClock();

    @Override
    public CpuClock cpu() {
        return cpu;
    }

    @Override
    public void work(long nanos) {
        cpu.use(nanos);
    }

    @Override
    public void rest() {
        cpu.use(0);
    }
}
