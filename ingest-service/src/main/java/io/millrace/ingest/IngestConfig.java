package io.millrace.ingest;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits and times of the gateway. */
@ConfigMapping(prefix = "millrace.ingest")
public interface IngestConfig {
    /** The largest request body. */
    @WithDefault("10M")
    MemorySize maxRequestBytes();

    /** The largest event, as its Kafka value; stay below the broker's message.max.bytes. */
    @WithDefault("900K")
    MemorySize maxEventBytes();

    /** The most events in one request. */
    @WithDefault("10000")
    int maxEvents();

    /** All bodies together that are being read, or whose events Kafka has not settled; beyond it the answer is 503. */
    @WithDefault("64M")
    MemorySize inFlightBytes();

    /** From the first byte of a body to its last; a slower body is answered with 408. */
    @WithDefault("30s")
    Duration bodyTimeout();

    /** How long a request waits for Kafka's acknowledgements; then the answer is 504. */
    @WithDefault("900ms")
    Duration ackTimeout();

    /** The circuit breaker before Kafka. */
    Breaker breaker();

    /** When to stop sending to a Kafka that does not answer. */
    interface Breaker {
        /** So many requests in a row that were not acknowledged open the breaker. */
        @WithDefault("3")
        int failures();

        /** From opening the breaker to the request that probes whether Kafka is back. */
        @WithDefault("1s")
        Duration delay();
    }
}
