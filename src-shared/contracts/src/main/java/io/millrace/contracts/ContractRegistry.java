package io.millrace.contracts;

import java.util.List;
import java.util.Set;

/** Where contracts are kept. Every method may block on the network and throws {@link RegistryUnavailableException}. */
public interface ContractRegistry {
    /**
     * A schema text as the registry holds it.
     *
     * @param version
     *            counts from 1 within its stream, without gaps in what is returned order
     * @param contentId
     *            the id that travels in Kafka values
     * @param avsc
     *            the schema text
     */
    record RegisteredSchema(int version, long contentId, String avsc) {}

    /** The streams that have a contract. Artifacts whose id is no {@link StreamName} are not streams. */
    Set<StreamName> streams();

    /** Every enabled version of a stream's contract, oldest first; empty when there is none. */
    List<RegisteredSchema> versions(StreamName stream);

    /** Adds a version; the first one creates the stream, with the registry's own compatibility rule beside ours. */
    RegisteredSchema register(StreamName stream, String avsc);
}
