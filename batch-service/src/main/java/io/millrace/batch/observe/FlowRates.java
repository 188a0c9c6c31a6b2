package io.millrace.batch.observe;

/**
 * Offsets per second over the last minute of observation.
 *
 * @param arriving
 *            stored in Kafka
 * @param merging
 *            merged into the table
 */
public record FlowRates(double arriving, double merging) {
    /** No rates yet: there is one observation at most. */
    public static final FlowRates NONE = new FlowRates(0, 0);
}
