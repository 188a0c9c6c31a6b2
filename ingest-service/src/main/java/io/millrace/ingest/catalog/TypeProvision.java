package io.millrace.ingest.catalog;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

import jakarta.enterprise.context.ApplicationScoped;

import io.millrace.contracts.registry.ContractRegistry;
import io.millrace.contracts.registry.TypeProvisioner;
import io.millrace.contracts.registry.TypeRegistry;
import io.millrace.contracts.schema.ContractException;
import io.millrace.contracts.schema.TypeName;
import io.millrace.ingest.config.ContractsConfig;
import org.jboss.logging.Logger;

/** Registers shared types from bundled schemas, in the order of their names: for development, off by default. */
@ApplicationScoped
public class TypeProvision {
    private static final Logger LOG = Logger.getLogger(TypeProvision.class);

    private final Queue<String> pending;
    private final TypeRegistry registry;

    TypeProvision(ContractsConfig config, ContractRegistry registry) {
        this.pending = new ArrayDeque<>(config.provisionTypes().orElse(List.of()));
        this.registry = registry.types();
    }

    /**
     * Registers what was not registered yet. A type that is refused is reported and left out; when the registry is away,
     * what is left waits for the next call.
     *
     * @return whether nothing is left
     */
    synchronized boolean run() {
        while (!pending.isEmpty()) {
            String name = pending.element();
            try {
                LOG.infof("Shared type %s exists", new TypeProvisioner(registry).provision(new TypeName(name),
                        BundledSchema.read("types/" + name)).id());
            } catch (ContractException e) {
                LOG.errorf("Shared type %s was not registered: %s", name, e.getMessage());
            } catch (RuntimeException e) {
                LOG.warnf("Shared type %s could not be registered yet: %s", name, e.getMessage());
                return false;
            }
            pending.remove();
        }
        return true;
    }
}
