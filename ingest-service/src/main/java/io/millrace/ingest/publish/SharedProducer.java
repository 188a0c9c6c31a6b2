package io.millrace.ingest.publish;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.millrace.contracts.StreamName;
import io.millrace.ingest.ContractsRefreshed;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.logging.Logger;

/**
 * The one producer of this service, which the messaging connector runs for the channel {@value #CHANNEL}, with the
 * metadata of every stream's topic kept warm, so that no request waits for it.
 */
@ApplicationScoped
public class SharedProducer {
    /** The messaging channel; configured under {@code mp.messaging.outgoing.events}. */
    static final String CHANNEL = "events";
    private static final Logger LOG = Logger.getLogger(SharedProducer.class);

    private final KafkaClientService service;

    SharedProducer(KafkaClientService service) {
        this.service = service;
    }

    /** Connects the channel, so that the connector runs its producer; events do not pass here, see {@link EventPublisher}. */
    @Outgoing(CHANNEL)
    Multi<byte[]> noMessages() {
        return Multi.createFrom().nothing();
    }

    Producer<String, byte[]> producer() {
        return service.<String, byte[]>getProducer(CHANNEL).unwrap();
    }

    /** Runs on the worker that refreshed the contracts; blocks for up to max.block.ms when Kafka is away. */
    void warm(@Observes ContractsRefreshed refreshed) {
        for (StreamName stream : refreshed.streams()) {
            try {
                producer().partitionsFor(stream.topic());
            } catch (TimeoutException e) {
                LOG.warnf("The topic of stream %s is not known to the producer yet: %s", stream, e.getMessage());
                if (PublishFailedException.speaksOfKafka(e)) {
                    return;
                }
            }
        }
    }
}
