package io.millrace.ingest;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.millrace.ingest.config.IngestConfig;
import io.millrace.ingest.health.KafkaAdmin;
import io.millrace.ingest.metrics.IngestMetrics;
import io.millrace.ingest.publish.Breaker;

/** Makes a bean of the circuit breaker. */
final class PublishWiring {
    @Produces
    @Singleton
    Breaker breaker(IngestConfig config, IngestMetrics metrics, KafkaAdmin kafka) {
        Breaker breaker = new Breaker(config.breaker().failures(), config.breaker().delay(), kafka::whenItAnswers);
        metrics.watchBreaker(breaker::level);
        return breaker;
    }
}
