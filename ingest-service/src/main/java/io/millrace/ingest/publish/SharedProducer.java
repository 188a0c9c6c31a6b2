package io.millrace.ingest.publish;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.catalog.ContractsRefreshed;
import io.millrace.ingest.metrics.IngestMetrics;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka producer of this service. The metadata of the topics of all streams is kept loaded, so that no request
 * waits for it. It is the producer of the messaging connector for the channel {@value #CHANNEL}; after a fatal error a
 * new one with the same configuration replaces it, because the connector creates its producer only once.
 */
@Singleton
public class SharedProducer {
    /** The messaging channel; configured under {@code mp.messaging.outgoing.events}. */
    static final String CHANNEL = "events";
    private static final Logger LOG = Logger.getLogger(SharedProducer.class);
    private static final Duration WARM_PATIENCE = Duration.ofMillis(500);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);
    private static final Duration IN_USE_PATIENCE = Duration.ofSeconds(5);

    private final Supplier<Producer<String, byte[]>> connected;
    private final Supplier<Map<String, ?>> settings;
    private final Event<Producer<?, ?>> made;
    private final IngestMetrics metrics;
    private final ScheduledExecutorService executor;
    private final AtomicBoolean replacing = new AtomicBoolean();
    private volatile Set<StreamName> streams = Set.of();
    /** That of the connector, which searches for it at each call. */
    private volatile @Nullable Producer<String, byte[]> first;
    private volatile @Nullable Producer<String, byte[]> successor;
    /** It failed permanently, and is not closed yet. */
    private volatile @Nullable Producer<String, byte[]> dead;
    private volatile boolean stopping;
    private int generation = 1;

    @Inject
    SharedProducer(KafkaClientService service, Event<Producer<?, ?>> made, IngestMetrics metrics,
            ScheduledExecutorService executor) {
        this(() -> service.<String, byte[]>getProducer(CHANNEL).unwrap(),
                () -> service.getProducer(CHANNEL).configuration(), made, metrics, executor);
    }

    /**
     * @param connected
     *            finds the first producer, which this object does not create
     * @param settings
     *            finds the configuration of its successors
     */
    SharedProducer(Supplier<Producer<String, byte[]>> connected, Supplier<Map<String, ?>> settings,
            Event<Producer<?, ?>> made, IngestMetrics metrics, ScheduledExecutorService executor) {
        this.connected = connected;
        this.settings = settings;
        this.made = made;
        this.metrics = metrics;
        this.executor = executor;
    }

    /**
     * Connects the channel, so that the connector runs its producer; events do not pass here, see {@link
     * EventPublisher}.
     */
    @Outgoing(CHANNEL)
    Multi<byte[]> noMessages() {
        return Multi.createFrom().nothing();
    }

    Producer<String, byte[]> producer() {
        Producer<String, byte[]> present = successor == null ? first : successor;
        if (present == null) {
            present = connected.get();
            first = present;
        }
        return present;
    }

    /**
     * Has a producer replaced when the fault is one after which it never sends again. Does not block; until the
     * successor is there the old one {@linkplain #isDead is dead}.
     */
    void failed(Producer<String, byte[]> producer, Throwable fault) {
        if (!stopping && FatalProducerErrors.is(fault) && producer == producer()
                && replacing.compareAndSet(false, true)) {
            LOG.error("The Kafka producer failed permanently and is being replaced", fault);
            dead = producer;
            executor.execute(() -> replace(producer, Duration.ZERO));
        }
    }

    /**
     * Whether the producer is known never to send again. It is not to be given any event: one that died by a fatal
     * error takes it before it refuses, so that its outcome would be unknown.
     */
    boolean isDead(Producer<String, byte[]> producer) {
        boolean known = producer == dead;
        if (known && producer == producer() && replacing.compareAndSet(false, true)) {
            executor.execute(() -> replace(producer, Duration.ZERO));
        }
        return known;
    }

    /**
     * @param patience
     *            how long the old one stays open for sends that already use it
     */
    private void replace(Producer<String, byte[]> gone, Duration patience) {
        try {
            if (gone == producer()) {
                Producer<String, byte[]> next = successor();
                warm(next);
                successor = next;
                metrics.producerReplaced();
            }
        } catch (Throwable e) { // An Error too: the executor would keep it to itself.
            LOG.error("The replacement of the Kafka producer could not be created; the next request tries again", e);
            return;
        } finally {
            replacing.set(false);
        }
        if (patience.isZero()) {
            close(gone);
        } else {
            var unused = executor.schedule(() -> close(gone), patience.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void close(Producer<String, byte[]> gone) {
        // The events that it still holds are reported as failed, so that the memory of their requests is released.
        gone.close(CLOSE_PATIENCE);
        if (dead == gone) {
            dead = null;
        }
    }

    private Producer<String, byte[]> successor() {
        Map<String, Object> config = new HashMap<>(settings.get());
        config.computeIfPresent(ProducerConfig.CLIENT_ID_CONFIG, (key, id) -> id + "-" + ++generation);
        var next = new KafkaProducer<>(config, new StringSerializer(),
                new ByteArraySerializer());
        // As the connector does, for the metrics of the client.
        made.fire(next);
        return next;
    }

    /** Runs on the worker that refreshed the contracts; blocks for a moment when Kafka is away. */
    void warm(@Observes ContractsRefreshed refreshed) {
        Set<StreamName> before = streams;
        streams = Set.copyOf(refreshed.streams());
        Producer<String, byte[]> present = producer();
        if (!streams.containsAll(before) && !stopping && replacing.compareAndSet(false, true)) {
            LOG.info("A stream was deleted; the Kafka producer is replaced so that it forgets the topic");
            replace(present, IN_USE_PATIENCE);
            return;
        }
        warm(present);
    }

    private void warm(Producer<String, byte[]> producer) {
        for (StreamName stream : streams) {
            try {
                warm(producer, stream.topic());
            } catch (TimeoutException e) {
                LOG.warnf("The producer has no metadata of the topic of stream %s yet: %s", stream, e.getMessage());
                if (PublishFailedException.speaksOfKafka(e)) {
                    return;
                }
            } catch (RuntimeException e) {
                failed(producer, e);
                return;
            }
        }
    }

    /** Longer than max.block.ms, which is for requests. */
    private static void warm(Producer<String, byte[]> producer, String topic) {
        long start = System.nanoTime();
        while (true) {
            try {
                producer.partitionsFor(topic);
                return;
            } catch (TimeoutException e) {
                if (System.nanoTime() - start > WARM_PATIENCE.toNanos()) {
                    throw e;
                }
            }
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    @PreDestroy
    void close() {
        Producer<String, byte[]> last = successor;
        if (last != null) {
            last.close(CLOSE_PATIENCE);
        }
    }
}
