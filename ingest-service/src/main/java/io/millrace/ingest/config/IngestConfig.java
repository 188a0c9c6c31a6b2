package io.millrace.ingest.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Limits and timeouts of ingest-service. */
@ConfigMapping(prefix = "millrace.ingest")
public interface IngestConfig {
    /** Maximum size of a request body, compressed and uncompressed. */
    @WithDefault("10M")
    @WithConverter(Positive.SizeReader.class)
    MemorySize maxRequestBytes();

    /** Maximum size of an event as a Kafka value; must stay below the broker's message.max.bytes. */
    @WithDefault("900K")
    @WithConverter(Positive.SizeReader.class)
    MemorySize maxEventBytes();

    /** Maximum number of events in a request. */
    @WithDefault("10000")
    @WithConverter(Positive.IntReader.class)
    int maxEvents();

    /**
     * Maximum size of all request bodies in flight: being read, or with events that Kafka has not acknowledged. Beyond
     * it requests are answered with 503.
     */
    @WithDefault("12M")
    @WithConverter(Positive.SizeReader.class)
    MemorySize inFlightBytes();

    /** Maximum time from the first byte of a body to its last; slower requests are answered with 408. */
    @WithDefault("30s")
    @WithConverter(Positive.DurationReader.class)
    Duration bodyTimeout();

    /** Maximum time that a request waits for Kafka's acknowledgements before it is answered with 504. */
    @WithDefault("900ms")
    @WithConverter(Positive.DurationReader.class)
    Duration ackTimeout();

    /**
     * Handling of a timestamp with more digits than its field stores: {@code exact} rejects it, {@code truncate} cuts
     * the digits off. A request can override it with {@code Prefer: timestamps=}.
     */
    @WithDefault("exact")
    TimePrecision timestamps();

    /** Handling of requests with invalid events, by stream; {@code reject} by default. */
    Map<String, OnInvalid> onInvalid();

    /** The stream of each CloudEvents type, for {@code /v1/cloudevents}. */
    Map<String, String> cloudEventTypes();

    /** The stream of each table, as database, schema and table joined by dots, for {@code /v1/cdc/debezium}. */
    Map<String, String> tables();

    /**
     * Public address of the service, such as {@code https://events.example}, for the examples in responses. By default
     * the address and port on which the request arrived.
     */
    Optional<URI> publicUrl();

    /**
     * Origins of browser pages that are allowed to call the service, such as {@code https://app.example}, or {@code *}.
     */
    Optional<List<String>> corsOrigins();

    /**
     * Origins that are allowed to deliver CloudEvents as webhooks, or {@code *}; reported in the handshake of the
     * CloudEvents webhook specification.
     */
    Optional<List<String>> webhookOrigins();

    /** Whether callers must authenticate. */
    @WithDefault("open")
    Security security();

    /** Authentication, authorisation and quotas of callers. */
    Access access();

    /** Authentication, authorisation and quotas of callers. */
    interface Access {
        /** File of API keys and client certificates, one {@code name credential grants} per line. */
        Optional<String> keysFile();

        /** Interval at which key and secret files are checked for changes. */
        @WithDefault("10s")
        @WithConverter(Positive.DurationReader.class)
        Duration refreshInterval();

        /** File of webhook signing secrets, one {@code name whsec_<base64> grants} per line. */
        Optional<String> webhooksFile();

        /** JSON Web Key Set for the verification of tokens: a file or an https address. */
        Optional<String> tokenKeys();

        /** Required issuer of tokens. */
        Optional<String> tokenIssuer();

        /** Required audience of tokens. */
        Optional<String> tokenAudience();

        /** Maximum requests per second of a principal to one instance. */
        @WithConverter(Positive.LongReader.class)
        Optional<Long> requestsPerSecond();

        /** Maximum bytes per second of a principal to one instance. */
        @WithConverter(Positive.SizeReader.class)
        Optional<MemorySize> bytesPerSecond();
    }

    /** The circuit breaker in front of Kafka. */
    Breaker breaker();

    /** When to stop sending to a Kafka that does not respond. */
    interface Breaker {
        /** Consecutive unacknowledged requests after which the breaker opens. */
        @WithDefault("3")
        @WithConverter(Positive.IntReader.class)
        int failures();

        /** Time from the opening of the breaker to the request that probes Kafka. */
        @WithDefault("1s")
        @WithConverter(Positive.DurationReader.class)
        Duration delay();
    }
}
