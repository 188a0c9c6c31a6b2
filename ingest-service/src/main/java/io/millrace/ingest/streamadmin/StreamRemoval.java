package io.millrace.ingest.streamadmin;

import java.time.Clock;
import java.time.temporal.ChronoUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.ContractRegistry;
import io.millrace.contracts.registry.StreamState;
import io.millrace.contracts.registry.StreamState.Data;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.catalog.ContractsRefreshed;
import io.millrace.ingest.health.KafkaAdmin;
import org.jspecify.annotations.Nullable;

/**
 * Records in the registry that a stream is to be deleted; the other services see it there, and batch-service carries it
 * out. Blocks on the registry and on Kafka; throws {@code RegistryUnavailableException}.
 */
@ApplicationScoped
public class StreamRemoval {
    private final ContractCatalog catalog;
    private final ContractRegistry registry;
    private final KafkaAdmin kafka;
    private final Clock clock;
    private final Event<ContractsRefreshed> refreshed;

    StreamRemoval(ContractCatalog catalog, ContractRegistry registry, KafkaAdmin kafka, Clock clock,
            Event<ContractsRefreshed> refreshed) {
        this.catalog = catalog;
        this.registry = registry;
        this.kafka = kafka;
        this.clock = clock;
        this.refreshed = refreshed;
    }

    /**
     * Asks for the deletion of a stream.
     *
     * @param data
     *            what becomes of topics and table; null when the caller does not say
     * @param dryRun
     *            whether nothing is to be recorded
     */
    public synchronized StreamRemovalResult delete(StreamName stream, @Nullable Data data, boolean dryRun) {
        StreamState state = registry.state(stream);
        if (registry.versions(stream).isEmpty() || state instanceof StreamState.Deleted
                || state instanceof StreamState.Kept && data != Data.DELETE) {
            return new StreamRemovalResult.NotThere();
        }
        try {
            StreamContents holdings = new StreamTopics(kafka.client(), stream).holdings();
            if (state instanceof StreamState.Deleting before && !isMore(data, before)) {
                return data == null || data == before.data()
                        ? new StreamRemovalResult.Begun(before, holdings)
                        : new StreamRemovalResult.OtherwiseDeleted(before);
            }
            if (data == null && holdings.inUse()) {
                return new StreamRemovalResult.InUse(holdings);
            }
            StreamState.Deleting deleting = new StreamState.Deleting(data == null ? Data.KEEP_UNLESS_EMPTY : data,
                    clock.instant().truncatedTo(ChronoUnit.MILLIS), state.generation());
            if (!dryRun) {
                registry.record(stream, deleting);
                var unused = catalog.refresh(stream, deleting);
                refreshed.fire(new ContractsRefreshed(catalog.streams().keySet()));
            }
            return new StreamRemovalResult.Begun(deleting, holdings);
        } catch (StreamTopics.KafkaRefusedException e) {
            return new StreamRemovalResult.KafkaRefused(String.valueOf(e.getMessage()), e.retryable());
        }
    }

    /** Whether data that were to be kept are to be deleted now; the other way round, some may be deleted already. */
    private static boolean isMore(@Nullable Data data, StreamState.Deleting before) {
        return data == Data.DELETE && before.data() != Data.DELETE;
    }
}
