package io.millrace.bench.simulation.schedule;

/**
 * A point of a schedule.
 *
 * @param thread
 *            the name of a thread
 * @param number
 *            the number of its calls so far, this one included; its processes are counted together
 */
public record Point(String thread, int number) {
    @Override
    public String toString() {
        return thread + "#" + number;
    }
}
