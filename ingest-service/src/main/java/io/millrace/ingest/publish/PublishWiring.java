package io.millrace.ingest.publish;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.millrace.ingest.IngestConfig;
import io.millrace.ingest.IngestMetrics;
import io.millrace.ingest.KafkaAdmin;

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
