package io.millrace.ingest.streamadmin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.ContractRegistry;
import io.millrace.contracts.registry.DeadLetterRetention;
import io.millrace.contracts.registry.OfferedContract;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.registry.StreamProvisioner;
import io.millrace.contracts.registry.StreamState;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractException;
import io.millrace.contracts.schema.ContractProblem;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.catalog.ContractsRefreshed;
import io.millrace.ingest.config.ContractsConfig;
import io.millrace.ingest.health.KafkaAdmin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;

/** Creates and evolves streams. Blocks on the registry and on Kafka; throws {@code RegistryUnavailableException}. */
@ApplicationScoped
public class ContractAdministration {
    private final ContractCatalog catalog;
    private final ContractRegistry registry;
    private final KafkaAdmin kafka;
    private final ContractsConfig config;
    private final Event<ContractsRefreshed> refreshed;

    ContractAdministration(ContractCatalog catalog, ContractRegistry registry, KafkaAdmin kafka,
            ContractsConfig config, Event<ContractsRefreshed> refreshed) {
        this.catalog = catalog;
        this.registry = registry;
        this.kafka = kafka;
        this.config = config;
        this.refreshed = refreshed;
    }

    /** The change that {@link #apply} would make, as far as it is known before. Changes nothing. */
    public ContractChange plan(StreamName stream, String avsc, TopicOptions wish,
            Predicate<Optional<Contract>> expected) {
        OfferedContract offered;
        try {
            offered = OfferedContract.of(stream, avsc, registry.types());
        } catch (ContractException e) {
            return new ContractChange.NoContract(e.problems());
        }
        StreamState state = registry.state(stream);
        if (state instanceof StreamState.Deleting deleting) {
            return new ContractChange.BeingDeleted(deleting);
        }
        Optional<Contract> latest = catalog.refresh(stream, state).map(StreamContracts::latest);
        if (!expected.test(state.isActive() ? latest : Optional.empty())) {
            return new ContractChange.Outdated();
        }
        try {
            List<ContractProblem> conflicts = new ArrayList<>(topicConflicts(stream, wish));
            latest.ifPresent(known -> conflicts.addAll(offered.problems(known)));
            if (!conflicts.isEmpty()) {
                return new ContractChange.Conflict(conflicts);
            }
            new StreamProvisioner(registry, kafka.client(), settings(wish)).checkTopics(stream);
        } catch (StreamTopics.KafkaRefusedException e) {
            return new ContractChange.KafkaRefused(String.valueOf(e.getMessage()), e.retryable());
        } catch (IllegalStateException e) {
            return refusedTopic(e);
        }
        Contract wanted = offered.contract().numbered(version(stream, state, offered, latest));
        if (latest.isEmpty()) {
            return new ContractChange.Created(wanted);
        }
        if (!state.isActive()) {
            return new ContractChange.Restored(wanted);
        }
        return offered.isSameAs(latest.get())
                ? new ContractChange.Unchanged(latest.get())
                : new ContractChange.Evolved(wanted, latest.get());
    }

    /** The version that the contract has when it is registered, unless another one is registered before. */
    private int version(StreamName stream, StreamState state, OfferedContract offered, Optional<Contract> latest) {
        if (state instanceof StreamState.Deleted) {
            return 1;
        }
        return latest.filter(offered::isSameAs).map(Contract::version)
                .orElseGet(() -> registry.versions(stream).size() + 1);
    }

    /**
     * Makes the schema the contract of the stream.
     *
     * @param expected
     *            whether the caller means the latest contract that there is, if any
     */
    public synchronized ContractChange apply(StreamName stream, String avsc, TopicOptions wish,
            Predicate<Optional<Contract>> expected) {
        ContractChange planned = plan(stream, avsc, wish, expected);
        return switch (planned) {
            case ContractChange.Created unused -> provision(stream, avsc, wish, planned);
            case ContractChange.Evolved unused -> provision(stream, avsc, wish, planned);
            case ContractChange.Restored unused -> provision(stream, avsc, wish, planned);
            case ContractChange.Unchanged unused -> provision(stream, avsc, wish, planned);
            case ContractChange.BeingDeleted refused -> refused;
            case ContractChange.NoContract refused -> refused;
            case ContractChange.Conflict refused -> refused;
            case ContractChange.Outdated refused -> refused;
            case ContractChange.KafkaRefused refused -> refused;
        };
    }

    private ContractChange provision(StreamName stream, String avsc, TopicOptions wish, ContractChange planned) {
        try {
            Contract contract = new StreamProvisioner(registry, kafka.client(), settings(wish)).provision(stream, avsc);
            set(new StreamTopics(kafka.client(), stream), wish);
            var unused = catalog.refresh(stream, registry.state(stream));
            refreshed.fire(new ContractsRefreshed(catalog.streams().keySet()));
            return switch (planned) {
                case ContractChange.Created was -> new ContractChange.Created(contract);
                case ContractChange.Evolved was -> new ContractChange.Evolved(contract, was.before());
                case ContractChange.Restored was -> new ContractChange.Restored(contract);
                case ContractChange was -> new ContractChange.Unchanged(contract);
            };
        } catch (ContractException raced) {
            return new ContractChange.Conflict(raced.problems());
        } catch (StreamTopics.KafkaRefusedException e) {
            return new ContractChange.KafkaRefused(String.valueOf(e.getMessage()), e.retryable());
        } catch (IllegalStateException e) {
            return refusedTopic(e);
        }
    }

    /** Of what the provisioner makes of Kafka's refusals. */
    private static ContractChange refusedTopic(IllegalStateException refusal) {
        Throwable cause = refusal.getCause() == null ? refusal : refusal.getCause();
        return new ContractChange.KafkaRefused(String.valueOf(refusal.getMessage()),
                new StreamTopics.KafkaRefusedException(cause).retryable());
    }

    /**
     * Dead letters have the retention that is wished, or their own, or the default; never a shorter one than the
     * events.
     */
    private static void set(StreamTopics topics, TopicOptions wish) {
        String letters = topics.stream().deadLetterTopic();
        topics.set(topics.stream().topic(), wish.settings());
        StreamTopics.Retention present = topics.retention(letters);
        StreamTopics.Retention events = wish.retention() == null
                ? topics.retention(topics.stream().topic())
                : new StreamTopics.Retention(wish.retention().toMillis(), true);
        if (wish.deadLetterRetention() != null) {
            topics.set(letters, Map.of(TopicConfig.RETENTION_MS_CONFIG,
                    Long.toString(wish.deadLetterRetention().toMillis())));
        } else if (!present.own() || wish.retention() != null && !events.isShorterThan(present)) {
            topics.set(letters, Map.of(TopicConfig.RETENTION_MS_CONFIG,
                    Long.toString(DeadLetterRetention.of(events.millis()))));
        }
    }

    private List<ContractProblem> topicConflicts(StreamName stream, TopicOptions wish) {
        List<ContractProblem> conflicts = new ArrayList<>();
        StreamTopics topics = new StreamTopics(kafka.client(), stream);
        Optional<TopicDescription> topic = topics.events();
        StreamProvisioner.TopicSettings wanted = settings(wish);
        int partitions = topic.map(t -> t.partitions().size()).orElse(wanted.partitions());
        int replicas = topic.map(t -> t.partitions().getFirst().replicas().size())
                .orElse((int) wanted.replicationFactor());
        if (wish.partitions() != null && wish.partitions() != partitions) {
            conflicts.add(new ContractProblem("?partitions", "must stay " + partitions
                    + ": the order of a key's events is the order of its partition"));
        }
        if (wish.replicationFactor() != null && wish.replicationFactor() != replicas) {
            conflicts.add(new ContractProblem("?replication-factor", "is " + replicas
                    + "; change it by reassigning the replicas in Kafka"));
        }
        if (wish.minInsyncReplicas() != null && wish.minInsyncReplicas() > replicas) {
            conflicts.add(new ContractProblem("?min-insync-replicas", "must not exceed the " + replicas
                    + " replicas: no event could be stored"));
        }
        if (wish.deadLetterRetention() != null
                && isShorterThanTheEvents(wish.deadLetterRetention(), wish, topics, topic.isPresent())) {
            conflicts.add(new ContractProblem("?dead-letter-retention",
                    "must not be shorter than the retention of the events"));
        }
        return conflicts;
    }

    private static boolean isShorterThanTheEvents(Duration letters, TopicOptions wish, StreamTopics topics,
            boolean there) {
        if (wish.retention() != null) {
            return letters.compareTo(wish.retention()) < 0;
        }
        return new StreamTopics.Retention(letters.toMillis(), true).isShorterThan(
                there ? topics.retention(topics.stream().topic()) : topics.retentionOfNewTopic());
    }

    private StreamProvisioner.TopicSettings settings(TopicOptions wish) {
        return new StreamProvisioner.TopicSettings(
                wish.partitions() == null ? config.partitions() : wish.partitions(),
                wish.replicationFactor() == null ? config.replicationFactor() : wish.replicationFactor().shortValue(),
                wish.minInsyncReplicas() == null ? config.minInsyncReplicas() : wish.minInsyncReplicas());
    }
}
