package io.millrace.bench.simulation.check;

/**
 * An invariant that did not hold.
 *
 * @param invariant
 *            which
 * @param detail
 *            where
 */
public record Violation(Invariant invariant, String detail) {
    @Override
    public String toString() {
        return invariant.label() + ": " + detail;
    }
}
