package io.millrace.ingest.health;

import jakarta.enterprise.context.ApplicationScoped;

import io.millrace.ingest.metrics.IngestMetrics;
import org.jboss.logging.Logger;

/**
 * Whether Kafka and the registry responded to the last request. For reports only: requests are processed as far as
 * possible while either is away.
 */
@ApplicationScoped
public class DependencyHealth {
    private static final Logger LOG = Logger.getLogger(DependencyHealth.class);

    private volatile boolean kafkaUp;
    private volatile boolean registryUp;

    DependencyHealth(IngestMetrics metrics) {
        metrics.watchDependency("kafka", () -> kafkaUp ? 1 : 0);
        metrics.watchDependency("registry", () -> registryUp ? 1 : 0);
    }

    /** Whether Kafka answered last. */
    public boolean kafkaUp() {
        return kafkaUp;
    }

    /** Whether the registry answered last. */
    public boolean registryUp() {
        return registryUp;
    }

    void kafka(boolean up, String detail) {
        if (up && !kafkaUp) {
            LOG.info("Kafka responds");
        } else if (!up && kafkaUp) {
            LOG.warnf("Kafka does not respond: %s", detail);
        }
        kafkaUp = up;
    }

    /** Records whether the registry answered; the refresh of the contracts logs it. */
    public void registry(boolean up) {
        registryUp = up;
    }
}
