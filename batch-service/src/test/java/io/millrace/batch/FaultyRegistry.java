package io.millrace.batch;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.contracts.registry.ApicurioContractRegistry;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.ContractRegistry;
import io.millrace.contracts.registry.StreamState;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.schema.TypeReference;
import org.jspecify.annotations.Nullable;

/** The registry of the test's stack, which throws the errors that a test sets. */
record FaultyRegistry(ContractRegistry registry) implements ContractRegistry {
    /** Gives what is thrown; null for nothing. */
    static volatile Supplier<@Nullable Error> fault = () -> null;

    /** Puts it in the place of the service's own. */
    static final class Beans {
        @Produces
        @Alternative
        @Priority(1)
        @Singleton
        ContractCatalog catalog(BatchServiceConfig config) {
            return new ContractCatalog(new FaultyRegistry(new ApicurioContractRegistry(config.registry().url())));
        }
    }

    @Override
    public Map<StreamName, StreamState> streams() {
        return registry.streams();
    }

    @Override
    public StreamState state(StreamName stream) {
        return registry.state(stream);
    }

    @Override
    public void record(StreamName stream, StreamState state) {
        registry.record(stream, state);
    }

    @Override
    public void disableVersions(StreamName stream) {
        registry.disableVersions(stream);
    }

    @Override
    public List<RegisteredSchema> versions(StreamName stream) {
        Error thrown = fault.get();
        if (thrown != null) {
            throw thrown;
        }
        return registry.versions(stream);
    }

    @Override
    public RegisteredSchema register(StreamName stream, String avsc, List<TypeReference> references) {
        return registry.register(stream, avsc, references);
    }
}
