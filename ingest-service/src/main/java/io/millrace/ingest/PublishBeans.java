package io.millrace.ingest;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.millrace.ingest.config.IngestConfig;
import io.millrace.ingest.health.KafkaAdmin;
import io.millrace.ingest.metrics.IngestMetrics;
import io.millrace.ingest.publish.PublishBreaker;

/** Makes a bean of the circuit breaker. */
final class PublishBeans {
    @Produces
    @Singleton
    PublishBreaker breaker(IngestConfig config, IngestMetrics metrics, KafkaAdmin kafka) {
        PublishBreaker breaker = new PublishBreaker(config.breaker().failures(), config.breaker().delay(),
                kafka::whenItAnswers);
        metrics.watchBreaker(breaker::level);
        return breaker;
    }
}
