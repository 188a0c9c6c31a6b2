package io.millrace.ingest.admission.format;

import java.util.Map;
import java.util.Optional;

import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;

/** Maps the type or the table of an event to its stream. */
public interface StreamRouting {
    /** The contracts of the stream that is assigned to the name; empty when there is none. Never blocks. */
    Optional<StreamContracts> contractsOf(String name);

    /** Routes all events to one stream. */
    static StreamRouting to(StreamContracts contracts) {
        return name -> Optional.of(contracts);
    }

    /** Routes all events to one stream with one version of its contract. */
    static StreamRouting to(Contract contract) {
        return to(new StreamContracts(contract, Map.of(contract.contentId(), contract), Map.of()));
    }
}
