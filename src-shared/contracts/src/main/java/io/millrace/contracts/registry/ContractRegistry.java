package io.millrace.contracts.registry;

import java.util.List;
import java.util.Map;

import io.millrace.contracts.schema.StreamName;

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
     *            the schema text
     * @param ruleSet
     *            the rule set that the registry keeps beside it, in JSON; empty when there is none
     */
    record RegisteredSchema(int version, long contentId, String avsc, String ruleSet) {
        public RegisteredSchema(int version, long contentId, String avsc) {
            this(version, contentId, avsc, "");
        }
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

    /** Adds a version; the first one creates the stream, with the registry's own compatibility rule in addition to the additive check. */
    RegisteredSchema register(StreamName stream, String avsc);
}
