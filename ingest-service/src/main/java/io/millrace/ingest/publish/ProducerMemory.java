package io.millrace.ingest.publish;

import java.util.Map;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/** The memory of a producer for unsent events, of which a part is reserved for small requests. */
final class ProducerMemory {
    /** So much is kept: what large requests put there is also what the events of small ones wait behind. */
    private static final double KEPT_PART = 0.75;

    private final Producer<?, ?> producer;
    private final @Nullable Metric available;
    private final double kept;

    ProducerMemory(Producer<?, ?> producer) {
        this.producer = producer;
        Map<MetricName, ? extends Metric> metrics = producer.metrics();
        this.available = find(metrics, "buffer-available-bytes");
        Metric total = find(metrics, "buffer-total-bytes");
        this.kept = total == null ? 0 : bytes(total) * KEPT_PART;
    }

    boolean isOf(Producer<?, ?> other) {
        return producer == other;
    }

    /** Whether a large request may take more of it now. */
    boolean hasSome() {
        return available == null || bytes(available) >= kept;
    }

    private static double bytes(Metric metric) {
        return metric.metricValue() instanceof Number number ? number.doubleValue() : 0;
    }

    private static @Nullable Metric find(Map<MetricName, ? extends Metric> metrics, String name) {
        for (var metric : metrics.entrySet()) {
            if (metric.getKey().name().equals(name) && metric.getKey().group().equals("producer-metrics")) {
                return metric.getValue();
            }
        }
        return null;
    }
}
