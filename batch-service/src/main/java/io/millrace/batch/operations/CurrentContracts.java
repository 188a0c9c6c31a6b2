package io.millrace.batch.operations;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import jakarta.inject.Singleton;

import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.RegistryUnavailableException;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.StreamName;

/** The contracts of streams, read from the registry again before they get old: a service without a schedule has no runs that do. */
@Singleton
class CurrentContracts {
    private static final Duration MOST_AGE = Duration.ofSeconds(5);

    private final ContractCatalog catalog;
    private final Clock clock;
    private Instant refreshed = Instant.MIN;

    CurrentContracts(ContractCatalog catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    /**
     * The contracts of a stream, as they were a few seconds ago or later.
     *
     * @throws RequestRefusedException
     *             when there is no such stream
     * @throws RegistryUnavailableException
     *             when the registry does not answer
     */
    synchronized StreamContracts of(StreamName stream) {
        Instant now = clock.instant();
        if (now.isBefore(refreshed) || now.isAfter(refreshed.plus(MOST_AGE)) || catalog.find(stream).isEmpty()) {
            var unused = catalog.refresh();
            refreshed = now;
        }
        return catalog.find(stream).orElseThrow(() -> new RequestRefusedException(OperationsProblem.UNKNOWN_STREAM,
                "A stream exists when its contract is in the registry"));
    }
}
