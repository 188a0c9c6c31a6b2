package io.millrace.ingest.streamadmin;

import java.util.List;

import io.millrace.contracts.registry.StreamState;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.ContractProblem;

/** The change that an offered schema makes to a stream. */
public sealed interface ContractChange {
    /** The stream is new. */
    record Created(Contract contract) implements ContractChange {}

    /** The stream has a new version of its contract, after the one before. */
    record Evolved(Contract contract, Contract before) implements ContractChange {}

    /** The stream was deleted and what was kept of it goes on. */
    record Restored(Contract contract) implements ContractChange {}

    /** Nothing: the stream is being deleted. */
    record BeingDeleted(StreamState.Deleting state) implements ContractChange {}

    /** The schema is the latest one already. */
    record Unchanged(Contract contract) implements ContractChange {}

    /** Nothing: the schema cannot be the contract of any stream. */
    record NoContract(List<ContractProblem> problems) implements ContractChange {
        /** Whether the schema could be a contract if its quality rules could be run. */
        public boolean isOfTheRules() {
            return problems.stream().allMatch(problem -> problem.pointer().startsWith(ContractParser.RULES));
        }
    }

    /** Nothing: the schema, or a setting of its topics, is no additive step from what there is. */
    record Conflict(List<ContractProblem> problems) implements ContractChange {
        /** Whether settings of the topic, which are query parameters, are the first reason. */
        public boolean isOfTheTopic() {
            return problems.getFirst().pointer().startsWith("?");
        }
    }

    /** Nothing: the caller meant to change another version than the latest one. */
    record Outdated() implements ContractChange {}

    /** Nothing is certain: Kafka did not do its part. Safe to try again. */
    record KafkaRefused(String reason, boolean retryable) implements ContractChange {}
}
