package io.millrace.contracts.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import io.millrace.contracts.schema.AdditiveCheck;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractException;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.ContractProblem;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.slo.OdcsTargets;
import org.apache.avro.Schema;

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
 * @param readable
 *            the schemas of those refused versions all of whose fields the latest has: what was written with them is read as
 *            the latest, and nothing of it is lost
 */
public record StreamContracts(
        Contract latest,
        Map<Long, Contract> byContentId,
        Map<Long, String> refused,
        Map<Long, Schema> readable) {

    public StreamContracts {
        byContentId = Map.copyOf(byContentId);
        refused = Map.copyOf(refused);
        readable = Map.copyOf(readable);
    }

    /** The contracts of a stream none of whose refused versions can be read. */
    public StreamContracts(Contract latest, Map<Long, Contract> byContentId, Map<Long, String> refused) {
        this(latest, byContentId, refused, Map.of());
    }

    /**
     * What is known when the registry has these contracts after it had those: the later ones, and what was written with the
     * ids of versions that the registry no longer has is still read. A registry that was emptied, or restored to an older
     * state, and filled again may give an id to another schema: then what is known stays, because records in Kafka have the
     * old ids.
     */
    Reading continuedBy(StreamContracts later) {
        if (later == this) {
            return new Reading.Chain(this);
        }
        for (Contract known : byContentId.values()) {
            Contract found = later.byContentId.get(known.contentId());
            if (found != null && !found.schema().equals(known.schema())) {
                return anotherHistory("content id " + known.contentId() + " is another schema than before");
            }
            String refusal = later.refused.get(known.contentId());
            if (refusal != null) {
                return new Reading.AnotherHistory("content id " + known.contentId() + " of stream " + latest.stream()
                        + " was used before and is refused now. The contracts that were known before stay in use. "
                        + refusal);
            }
        }
        Map<Long, Contract> gone = new LinkedHashMap<>(byContentId);
        gone.keySet().removeAll(later.byContentId.keySet());
        if (gone.isEmpty()) {
            return new Reading.Chain(later);
        }
        List<ContractProblem> problems = AdditiveCheck.problems(latest, later.latest);
        if (!problems.isEmpty()) {
            return anotherHistory(
                    "its versions are gone, and the latest that is there now is no additive step from the one in"
                            + " use: " + new ContractException(later.latest.title(), problems).getMessage());
        }
        gone.putAll(later.byContentId);
        return new Reading.Chain(new StreamContracts(later.latest, gone, later.refused, later.readable));
    }

    private Reading anotherHistory(String what) {
        return new Reading.AnotherHistory("the registry was emptied or restored: of stream " + latest.stream() + " "
                + what
                + ". The contracts that were known before stay in use. Restore the registry before any service is restarted");
    }

    /** Builds the chain; empty when no version of the stream is a contract. */
    static Optional<StreamContracts> of(StreamName stream, List<ContractRegistry.RegisteredSchema> versions) {
        return switch (read(stream, versions)) {
            case Reading.Chain chain -> Optional.of(chain.contracts());
            case Reading.NoContract none -> Optional.empty();
            case Reading.AnotherHistory other -> Optional.empty();
        };
    }

    /** The contracts that result from the versions of a stream. */
    sealed interface Reading {
        /** At least one version is good. */
        record Chain(StreamContracts contracts) implements Reading {}

        /** None is, for these reasons, by content id; empty when there is no version at all. */
        record NoContract(SortedMap<Long, String> refused) implements Reading {}

        /** They contradict what was known, for this reason. */
        record AnotherHistory(String reason) implements Reading {}
    }

    /** Builds the chain from the versions, oldest first. */
    static Reading read(StreamName stream, List<ContractRegistry.RegisteredSchema> versions) {
        List<Contract> chain = new ArrayList<>();
        SortedMap<Long, String> refused = new TreeMap<>();
        OdcsTargets odcs = versions.isEmpty() ? OdcsTargets.NONE : OdcsTargets.read(versions.getLast().odcs());
        for (var version : versions) {
            try {
                Contract next = ContractParser.parse(stream, version.version(), version.contentId(), version.avsc(),
                        version.ruleSet(), odcs).boundTo(version.types());
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
            return new Reading.NoContract(refused);
        }
        Map<Long, Contract> byContentId = new LinkedHashMap<>();
        chain.forEach(c -> byContentId.put(c.contentId(), c));
        refused.keySet().removeAll(byContentId.keySet());
        return new Reading.Chain(new StreamContracts(chain.getLast(), byContentId, refused,
                readable(chain.getLast(), refused.keySet(), versions)));
    }

    private static Map<Long, Schema> readable(Contract latest, Set<Long> refused,
            List<ContractRegistry.RegisteredSchema> versions) {
        Map<Long, Schema> readable = new LinkedHashMap<>();
        for (var version : versions) {
            if (refused.contains(version.contentId())) {
                ContractParser.schema(version.avsc())
                        .filter(schema -> AdditiveCheck.unreadable(schema, latest.schema()).isEmpty())
                        .ifPresent(schema -> readable.put(version.contentId(), schema));
            }
        }
        return readable;
    }

    /** The reasons of the refused versions as one text, in the order of their ids. */
    static String reasons(Map<Long, String> refused) {
        return String.join(" | ", new TreeMap<>(refused).values());
    }
}
