package io.millrace.ingest.catalog;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

import jakarta.enterprise.context.ApplicationScoped;

import io.millrace.contracts.registry.ContractRegistry;
import io.millrace.contracts.registry.StreamProvisioner;
import io.millrace.contracts.registry.StreamState;
import io.millrace.contracts.schema.ContractException;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.config.ContractsConfig;
import io.millrace.ingest.health.KafkaAdmin;
import org.jboss.logging.Logger;

/** Creates streams from bundled contracts: for development, off by default. */
@ApplicationScoped
public class ContractProvision {
    private static final Logger LOG = Logger.getLogger(ContractProvision.class);

    private final Queue<String> pending;
    private final ContractRegistry registry;
    private final KafkaAdmin kafka;
    private final StreamProvisioner.TopicSettings topics;

    ContractProvision(ContractsConfig config, ContractRegistry registry, KafkaAdmin kafka) {
        this.pending = new ArrayDeque<>(config.provision().orElse(List.of()));
        this.registry = registry;
        this.kafka = kafka;
        this.topics = new StreamProvisioner.TopicSettings(config.partitions(), config.replicationFactor(),
                config.minInsyncReplicas());
    }

    /**
     * Creates what was not created yet. A contract that is refused is reported and left out; when Kafka or the registry
     * is away, what is left waits for the next call.
     *
     * @return whether nothing is left
     */
    synchronized boolean run() {
        if (pending.isEmpty()) {
            return true; // Without the Kafka client, whose creation would delay the first refresh.
        }
        StreamProvisioner provisioner = new StreamProvisioner(registry, kafka.client(), topics);
        while (!pending.isEmpty()) {
            String name = pending.element();
            try {
                StreamState state = registry.state(new StreamName(name));
                if (!state.isActive()) {
                    LOG.infof("Stream %s is not created, because it was deleted (%s). PUT its contract to "
                            + "create it again.", name,
                            state);
                    pending.remove();
                    continue;
                }
                LOG.infof("Stream %s exists",
                        provisioner.provision(new StreamName(name), BundledSchema.read(name)).title());
            } catch (ContractException e) {
                LOG.errorf("Stream %s was not created: %s", name, e.getMessage());
            } catch (RuntimeException e) {
                LOG.warnf("Stream %s could not be created yet: %s", name, e.getMessage());
                return false;
            }
            pending.remove();
        }
        return true;
    }
}
