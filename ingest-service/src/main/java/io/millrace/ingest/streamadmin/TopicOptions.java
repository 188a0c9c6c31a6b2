package io.millrace.ingest.streamadmin;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * How the topics of a stream are to be; null where the caller leaves it to the settings of the service.
 *
 * @param partitions
 *            1 or more; only of a stream that is created
 * @param replicationFactor
 *            1 or more; only of a stream that is created
 * @param minInsyncReplicas
 *            1 or more, at most the replication factor; may be changed later
 * @param retention
 *            how long Kafka keeps events; may be changed later
 * @param deadLetterRetention
 *            how long Kafka keeps dead letters; may be changed later
 */
public record TopicOptions(
        @Nullable Integer partitions,
        @Nullable Integer replicationFactor,
        @Nullable Integer minInsyncReplicas,
        @Nullable Duration retention,
        @Nullable Duration deadLetterRetention) {
    /** The settings of the topic of events that may be changed later. */
    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        if (retention != null) {
            settings.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
        }
        if (minInsyncReplicas != null) {
            settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(minInsyncReplicas));
        }
        return settings;
    }
}
