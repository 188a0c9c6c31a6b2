package io.millrace.ingest.health;

import java.util.Optional;

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

    private volatile DependencyState kafka = DependencyState.NOT_ASKED;
    private volatile DependencyState registry = DependencyState.NOT_ASKED;

    DependencyHealth(IngestMetrics metrics) {
        metrics.watchDependency("kafka", () -> kafkaUp() ? 1 : 0);
        metrics.watchDependency("registry", () -> registryUp() ? 1 : 0);
    }

    /** Whether Kafka answered last. */
    public boolean kafkaUp() {
        return kafka.isUp();
    }

    /** Why Kafka did not answer last, fit to be shown without a login; empty when it did. */
    public Optional<String> kafkaError() {
        return kafka.error();
    }

    /** Whether the registry answered last. */
    public boolean registryUp() {
        return registry.isUp();
    }

    /** Why the registry did not answer last, fit to be shown without a login; empty when it did. */
    public Optional<String> registryError() {
        return registry.error();
    }

    /** Records that Kafka answered. */
    void kafkaAnswered() {
        if (!kafkaUp()) {
            LOG.info("Kafka responds");
        }
        kafka = DependencyState.UP;
    }

    /** Records that Kafka did not answer. */
    void kafkaSilent(String reason) {
        if (kafkaUp()) {
            LOG.warnf("Kafka does not respond: %s", reason);
        }
        kafka = DependencyState.down(reason);
    }

    /** Records that the registry answered; the refresh of the contracts logs it. */
    public void registryAnswered() {
        registry = DependencyState.UP;
    }

    /** Records that the registry did not answer; the refresh of the contracts logs it. */
    public void registrySilent(String reason) {
        registry = DependencyState.down(reason);
    }
}
