package io.millrace.contracts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates a stream: its topics first, then its contract, so that a stream which can be seen can be written to. */
public final class StreamProvisioner {
    /**
     * How the topics are made.
     *
     * @param partitions
     *            of the event topic, 1 or more; the dead-letter topic has one
     * @param replicationFactor
     *            of both topics
     * @param minInsyncReplicas
     *            of both topics; a write is acknowledged by at least so many
     */
    public record TopicSettings(int partitions, short replicationFactor, int minInsyncReplicas) {}

    /**
     * The largest dead letter, in bytes. Twice what a broker takes by default: a letter is its source and headers, and
     * one that does not fit would hold its partition for ever.
     */
    public static final int DEAD_LETTER_MAX_BYTES = 2 * 1024 * 1024;

    private static final String MIN_INSYNC_REPLICAS = "min.insync.replicas";
    private static final String MAX_MESSAGE_BYTES = "max.message.bytes";

    private final ContractRegistry registry;
    private final Admin admin;
    private final TopicSettings settings;

    public StreamProvisioner(ContractRegistry registry, Admin admin, TopicSettings settings) {
        this.registry = registry;
        this.admin = admin;
        this.settings = settings;
    }

    /**
     * Creates the stream, or evolves its contract, or does nothing when the schema is the latest one already. A stream
     * that was deleted is active again when this returns: one that was kept goes on where it was, with a contract that
     * is an additive step; one that was deleted with its data starts empty.
     *
     * @throws ContractException
     *             when the schema cannot be a contract or is no additive step, or the stream is being deleted; nothing
     *             was changed
     * @throws RegistryUnavailableException
     *             when the registry does not answer
     */
    public Contract provision(StreamName stream, String avsc) {
        Contract wanted = ContractParser.parse(stream, avsc);
        return switch (registry.state(stream)) {
            case StreamState.Active active -> register(stream, avsc, wanted);
            case StreamState.Kept kept -> {
                Contract contract = register(stream, avsc, wanted);
                registry.record(stream, new StreamState.Active(kept.generation()));
                yield contract;
            }
            case StreamState.Deleted deleted -> {
                // Also what an attempt left that did not come to its end.
                registry.disableVersions(stream);
                Contract contract = register(stream, avsc, wanted);
                registry.record(stream, new StreamState.Active(deleted.generation() + 1));
                yield contract;
            }
            case StreamState.Deleting deleting -> throw new ContractException(stream.value(),
                    List.of(new ContractProblem("", "the stream is being deleted since " + deleting.since()
                            + "; create it again when that is done")));
        };
    }

    private Contract register(StreamName stream, String avsc, Contract wanted) {
        var versions = registry.versions(stream);
        var known = StreamContracts.of(stream, versions);
        if (known.isPresent()) {
            Contract latest = known.get().latest();
            if (latest.schema().equals(wanted.schema()) && AdditiveCheck.problems(latest, wanted).isEmpty()) {
                createTopics(stream);
                return latest;
            }
            List<ContractProblem> problems = new ArrayList<>(AdditiveCheck.problems(latest, wanted));
            if (!problems.isEmpty()) {
                throw new ContractException(stream.value(), problems);
            }
        }
        createTopics(stream);
        var registered = registry.register(stream, avsc);
        return ContractParser.parse(stream, registered.version(), registered.contentId(), avsc);
    }

    private void createTopics(StreamName stream) {
        String minInsync = Integer.toString(settings.minInsyncReplicas());
        create(stream.topic(), settings.partitions(), Map.of(MIN_INSYNC_REPLICAS, minInsync));
        create(stream.deadLetterTopic(), 1, Map.of(MIN_INSYNC_REPLICAS, minInsync, MAX_MESSAGE_BYTES,
                Integer.toString(DEAD_LETTER_MAX_BYTES)));
    }

    private void create(String name, int partitions, Map<String, String> configs) {
        NewTopic topic = new NewTopic(name, partitions, settings.replicationFactor()).configs(configs);
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("Could not create the Kafka topic " + name + " (Kafka says: "
                        + (e.getCause() == null ? e : e.getCause()).getMessage()
                        + "). Check that the broker is reachable and lets this client create topics.", e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while creating the Kafka topic " + name, e);
        }
    }
}
