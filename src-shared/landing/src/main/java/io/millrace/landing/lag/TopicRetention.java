package io.millrace.landing.lag;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time for which Kafka keeps the records of topics, read at most once a minute. A limit by size is not considered: it may
 * delete records earlier. Used by one thread.
 */
public final class TopicRetention {
    private static final Logger LOG = LoggerFactory.getLogger(TopicRetention.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final double MILLIS_PER_SECOND = 1_000;

    private final Admin admin;
    private final LongSupplier nanoTime;
    private final Map<String, Known> known = new HashMap<>();

    private record Known(double seconds, long readAt) {}

    /**
     * @param nanoTime
     *            such as {@link System#nanoTime}
     */
    public TopicRetention(Admin admin, LongSupplier nanoTime) {
        this.admin = admin;
        this.nanoTime = nanoTime;
    }

    /** The retention in seconds; infinite when records are kept for ever, NaN while Kafka does not say it. */
    public double seconds(String topic) throws InterruptedException {
        Known before = known.get(topic);
        long now = nanoTime.getAsLong();
        if (before != null && now - before.readAt() < EVERY.toNanos()) {
            return before.seconds();
        }
        double seconds = read(topic, before == null || !Double.isNaN(before.seconds()));
        known.put(topic, new Known(seconds, now));
        return seconds;
    }

    private double read(String topic, boolean warn) throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            var configuration = admin.describeConfigs(List.of(resource)).all().get().get(resource);
            var retention = configuration == null ? null : configuration.get(TopicConfig.RETENTION_MS_CONFIG);
            return retention == null ? Double.NaN : seconds(Long.parseLong(retention.value()));
        } catch (ExecutionException e) {
            if (warn) {
                LOG.warn("The retention of topic {} is unknown, and so is the time that is left before records are"
                        + " deleted. Allow this client to describe the configuration of the topic: {}", topic,
                        String.valueOf(e.getCause()));
            }
            return Double.NaN;
        }
    }

    private static double seconds(long millis) {
        return millis < 0 ? Double.POSITIVE_INFINITY : millis / MILLIS_PER_SECOND;
    }
}
