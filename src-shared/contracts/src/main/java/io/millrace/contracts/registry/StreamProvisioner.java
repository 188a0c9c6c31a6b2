package io.millrace.contracts.registry;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractException;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.ContractProblem;
import io.millrace.contracts.schema.StreamName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

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
     *            of both topics; the number of replicas that acknowledge a write, at least
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
     * is an additive step; one that was deleted with its data starts empty. Shared types that the schema names are bound to
     * their newest versions.
     *
     * @throws ContractException
     *             when the schema cannot be a contract or is no additive step, or the stream is being deleted; nothing
     *             was changed
     * @throws RegistryUnavailableException
     *             when the registry does not answer
     */
    public Contract provision(StreamName stream, String avsc) {
        OfferedContract wanted = OfferedContract.of(stream, avsc, registry.types());
        return switch (registry.state(stream)) {
            case StreamState.Active active -> register(stream, wanted);
            case StreamState.Kept kept -> {
                Contract contract = register(stream, wanted);
                registry.record(stream, new StreamState.Active(kept.generation()));
                yield contract;
            }
            case StreamState.Deleted deleted -> {
                // Also the remains of an attempt that did not reach its end.
                registry.disableVersions(stream);
                Contract contract = register(stream, wanted);
                registry.record(stream, new StreamState.Active(deleted.generation() + 1));
                yield contract;
            }
            case StreamState.Deleting deleting -> throw new ContractException(stream.value(),
                    List.of(new ContractProblem("", "the deletion of the stream began at " + deleting.since()
                            + "; create it again when it is complete")));
        };
    }

    private Contract register(StreamName stream, OfferedContract wanted) {
        var versions = registry.versions(stream);
        var known = StreamContracts.of(stream, versions);
        if (known.isPresent()) {
            Contract latest = known.get().latest();
            if (wanted.isSameAs(latest)) {
                createTopics(stream);
                return latest;
            }
            List<ContractProblem> problems = wanted.problems(latest);
            if (!problems.isEmpty()) {
                throw new ContractException(stream.value(), problems);
            }
        }
        createTopics(stream);
        var registered = registry.register(stream, wanted.avsc(), wanted.resolved().references());
        return ContractParser
                .parse(stream, registered.version(), registered.contentId(), wanted.resolved().avsc())
                .boundTo(wanted.contract().types());
    }

    /**
     * Asks Kafka whether it would make the topics of the stream, as far as they are not there. Changes nothing.
     *
     * @throws IllegalStateException
     *             with Kafka's reason, when it would not
     */
    public void checkTopics(StreamName stream) {
        var unused = checked(stream);
    }

    /** Both are checked before either is made: a stream that cannot have both leaves no topic behind. */
    private void createTopics(StreamName stream) {
        NewTopic deadLetters = checked(stream);
        CreateTopicsOptions forGood = new CreateTopicsOptions();
        create(events(stream), forGood);
        create(deadLetters, forGood);
    }

    /** The topic of dead letters as it is to be made, after Kafka was asked about both topics. */
    private NewTopic checked(StreamName stream) {
        CreateTopicsOptions checkOnly = new CreateTopicsOptions().validateOnly(true);
        Config events = create(events(stream), checkOnly);
        NewTopic deadLetters = deadLetters(stream, DeadLetterRetention.of(retention(stream, events)));
        create(deadLetters, checkOnly);
        return deadLetters;
    }

    /**
     * How long Kafka keeps the events, in milliseconds.
     *
     * @param created
     *            settings of the topic as it would be made; null when it is there
     */
    private long retention(StreamName stream, @Nullable Config created) {
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, stream.topic());
        Config config = created != null
                ? created
                : Objects.requireNonNull(
                        done("describe", stream.topic(), admin.describeConfigs(List.of(topic)).all()).get(topic));
        return Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value());
    }

    private NewTopic events(StreamName stream) {
        return new NewTopic(stream.topic(), settings.partitions(), settings.replicationFactor())
                .configs(Map.of(MIN_INSYNC_REPLICAS, Integer.toString(settings.minInsyncReplicas())));
    }

    private NewTopic deadLetters(StreamName stream, long retentionMillis) {
        return new NewTopic(stream.deadLetterTopic(), 1, settings.replicationFactor())
                .configs(Map.of(MIN_INSYNC_REPLICAS, Integer.toString(settings.minInsyncReplicas()), MAX_MESSAGE_BYTES,
                        Integer.toString(DEAD_LETTER_MAX_BYTES), TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(retentionMillis)));
    }

    /** The settings of the topic; null when it was there. */
    private @Nullable Config create(NewTopic topic, CreateTopicsOptions options) {
        try {
            return done("create", topic.name(), admin.createTopics(List.of(topic), options).config(topic.name()));
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return null;
            }
            throw e;
        }
    }

    private static <T> T done(String verb, String topic, KafkaFuture<T> work) {
        try {
            return work.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Could not " + verb + " the Kafka topic " + topic + " (Kafka says: "
                    + (e.getCause() == null ? e : e.getCause()).getMessage()
                    + "). Check that the broker is reachable and lets this client create and describe topics.",
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted: could not " + verb + " the Kafka topic " + topic, e);
        }
    }
}
