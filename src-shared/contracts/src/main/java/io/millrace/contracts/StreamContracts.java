package io.millrace.contracts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All versions of the contract of one stream, as one chain of additive steps. A version that is no contract, or no
 * additive step from the last good one, is kept aside with its reasons: it is never used, and what was good before goes
 * on.
 *
 * @param latest
 *            the newest good version; new events are written with it and old ones are read as it
 * @param byContentId
 *            every good version by the id that travels in Kafka values
 * @param refused
 *            every other version by its content id, with the reason
 */
public record StreamContracts(Contract latest, Map<Long, Contract> byContentId, Map<Long, String> refused) {

    public StreamContracts {
        byContentId = Map.copyOf(byContentId);
        refused = Map.copyOf(refused);
    }

    /** Builds the chain; empty when no version of the stream is a contract. */
    static Optional<StreamContracts> of(StreamName stream, List<ContractRegistry.RegisteredSchema> versions) {
        List<Contract> chain = new ArrayList<>();
        Map<Long, String> refused = new LinkedHashMap<>();
        for (var version : versions) {
            try {
                Contract next = ContractParser.parse(stream, version.version(), version.contentId(), version.avsc());
                List<ContractProblem> problems = chain.isEmpty()
                        ? List.of()
                        : AdditiveCheck.problems(chain.getLast(), next);
                if (problems.isEmpty()) {
                    chain.add(next);
                } else {
                    refused.put(version.contentId(), new ContractException(next.title(), problems).getMessage());
                }
            } catch (ContractException e) {
                refused.put(version.contentId(), String.valueOf(e.getMessage()));
            }
        }
        if (chain.isEmpty()) {
            return Optional.empty();
        }
        Map<Long, Contract> byContentId = new LinkedHashMap<>();
        chain.forEach(c -> byContentId.put(c.contentId(), c));
        refused.keySet().removeAll(byContentId.keySet());
        return Optional.of(new StreamContracts(chain.getLast(), byContentId, refused));
    }
}
