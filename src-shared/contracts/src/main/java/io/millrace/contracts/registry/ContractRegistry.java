package io.millrace.contracts.registry;

import java.util.List;
import java.util.Map;

import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.schema.TypeReference;

/** The store of the contracts. Every method may block on the network and throws {@link RegistryUnavailableException}. */
public interface ContractRegistry {
    /**
     * A registered schema.
     *
     * @param version
     *            counts from 1 within its stream, without gaps, in the order of the result
     * @param contentId
     *            the id at the start of Kafka values
     * @param avsc
     *            the schema text, with the definitions of the shared types that it names
     * @param ruleSet
     *            the rule set that the registry keeps beside it, in JSON; empty when there is none
     * @param odcs
     *            the Open Data Contract that the registry has for the stream; empty when there is none
     * @param types
     *            the shared types in it, in the version that it is bound to
     */
    record RegisteredSchema(int version, long contentId, String avsc, String ruleSet, String odcs,
            List<TypeReference> types) {
        public RegisteredSchema {
            types = List.copyOf(types);
        }

        public RegisteredSchema(int version, long contentId, String avsc) {
            this(version, contentId, avsc, "", "", List.of());
        }
    }

    /** The shared types that contracts may name. */
    default TypeRegistry types() {
        return TypeRegistry.NONE;
    }

    /** The streams that have a contract, in any state. Artifacts whose id is no {@link StreamName} are not streams. */
    Map<StreamName, StreamState> streams();

    /** The state of one stream; active when no other state is recorded, or when there is no such stream. */
    StreamState state(StreamName stream);

    /** Records the state of a stream. Does nothing when there is no such stream. */
    void record(StreamName stream, StreamState state);

    /** Disables every version of a stream's contract, so that {@link #versions} gives none and the next one is the first. */
    void disableVersions(StreamName stream);

    /** Every enabled version of a stream's contract, oldest first; empty when there is none. */
    List<RegisteredSchema> versions(StreamName stream);

    /**
     * Adds a version; the first one creates the stream, with the registry's own compatibility rule in addition to the
     * additive check.
     *
     * @param references
     *            the versions of the shared types that the text names without defining them
     */
    RegisteredSchema register(StreamName stream, String avsc, List<TypeReference> references);

    /** Adds a version that names no shared type. */
    default RegisteredSchema register(StreamName stream, String avsc) {
        return register(stream, avsc, List.of());
    }
}
