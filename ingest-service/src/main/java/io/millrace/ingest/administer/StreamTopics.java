package io.millrace.ingest.administer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

import io.millrace.contracts.StreamName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics of one stream, as Kafka has them. Blocks. */
record StreamTopics(Admin admin, StreamName stream) {
    /** Kafka did not do what it was asked for. */
    static final class KafkaRefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final boolean retryable;

        KafkaRefusedException(Throwable cause) {
            super(cause.getMessage(), cause);
            this.retryable = cause instanceof RetriableException || cause instanceof InterruptedException;
        }

        boolean retryable() {
            return retryable;
        }
    }

    /** The event topic; empty when there is none. */
    Optional<TopicDescription> events() {
        try {
            return Optional.ofNullable(done(admin.describeTopics(List.of(stream.topic())).allTopicNames())
                    .get(stream.topic()));
        } catch (KafkaRefusedException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Changes settings of the event topic; dead letters are kept as Kafka's defaults say. */
    void set(Map<String, String> settings) {
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, stream.topic());
        List<AlterConfigOp> changes = settings.entrySet().stream()
                .map(s -> new AlterConfigOp(new ConfigEntry(s.getKey(), s.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        if (!changes.isEmpty()) {
            var unused = done(admin.incrementalAlterConfigs(Map.of(topic, changes)).all());
        }
    }

    private static <T> T done(KafkaFuture<T> work) {
        try {
            return work.get();
        } catch (ExecutionException e) {
            throw new KafkaRefusedException(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaRefusedException(e);
        }
    }
}
