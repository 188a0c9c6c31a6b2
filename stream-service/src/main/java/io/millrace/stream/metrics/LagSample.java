package io.millrace.stream.metrics;

/**
 * One measurement of the lag of a stream. NaN stands for what is unknown.
 *
 * @param offsets
 *            number of offsets that are not merged yet, up to the last stable offset
 * @param unstableOffsets
 *            number of offsets behind an open transaction
 * @param seconds
 *            age of the oldest record that is not merged; 0 when all are
 * @param arrival
 *            offsets that arrive per second
 * @param merge
 *            offsets that are merged per second
 * @param catchUpSeconds
 *            time until the backlog is merged; 0 without a backlog, infinite when it does not shrink
 * @param retentionSeconds
 *            time for which Kafka keeps records; infinite when it keeps all
 * @param retentionLeftSeconds
 *            time until Kafka may delete the oldest record that is not merged
 */
public record LagSample(
        double offsets,
        double unstableOffsets,
        double seconds,
        double arrival,
        double merge,
        double catchUpSeconds,
        double retentionSeconds,
        double retentionLeftSeconds) {
    /** Nothing could be measured. */
    static final LagSample UNKNOWN = new LagSample(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN,
            Double.NaN,
            Double.NaN, Double.NaN);
}
