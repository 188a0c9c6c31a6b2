package io.millrace.ingest.catalog;

import io.millrace.contracts.registry.StreamState;
import io.millrace.contracts.schema.Contract;

/** The result of looking up a stream by its name. */
public sealed interface StreamLookup {
    /** It exists; events are read by this version of its contract. */
    record Found(Contract contract) implements StreamLookup {}

    /** It is being deleted: no event is accepted. */
    record BeingDeleted(StreamState.Deleting state) implements StreamLookup {}

    /** The contracts were loaded, and it is not among them. */
    record Unknown() implements StreamLookup {}

    /** The contracts were not loaded yet, so that nothing is known of any stream. */
    record NotLoaded() implements StreamLookup {}

    /** It is not among the known streams, and the registry cannot be asked for more. */
    record RegistryAway() implements StreamLookup {}
}
