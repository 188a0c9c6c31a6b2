package io.millrace.ingest.admission.format;

import java.util.Map;
import java.util.Optional;

import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;

/** Which stream an event goes to, by a name that comes with the event. */
public interface StreamRouting {
    /** The contracts of the stream that is assigned to the name; empty when there is none. Never blocks. */
    Optional<StreamContracts> contractsOf(String name);

    /** All to one stream, whatever their names are. */
    static StreamRouting to(StreamContracts contracts) {
        return name -> Optional.of(contracts);
    }

    /** All to one stream that has one version of its contract. */
    static StreamRouting to(Contract contract) {
        return to(new StreamContracts(contract, Map.of(contract.contentId(), contract), Map.of()));
    }
}
