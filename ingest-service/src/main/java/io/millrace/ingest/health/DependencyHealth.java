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
        if (up != kafkaUp) {
            log("Kafka", up, detail);
        }
        kafkaUp = up;
    }

    public void registry(boolean up, String detail) {
        if (up != registryUp) {
            log("The registry", up, detail);
        }
        registryUp = up;
    }

    private static void log(String what, boolean up, String detail) {
        if (up) {
            LOG.infof("%s responds", what);
        } else {
            LOG.warnf("%s does not respond: %s", what, detail);
        }
    }
}
