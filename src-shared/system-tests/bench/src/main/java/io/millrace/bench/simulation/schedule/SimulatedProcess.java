package io.millrace.bench.simulation.schedule;

/** The life of one process. Its threads end together. */
final class SimulatedProcess {
    private boolean dead;

    boolean isDead() {
        return dead;
    }

    void end() {
        dead = true;
    }
}
