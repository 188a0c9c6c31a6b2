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

/** Limits and times of the gateway. */
@ConfigMapping(prefix = "millrace.ingest")
public interface IngestConfig {
    /** The largest request body. */
    @WithDefault("10M")
    @WithConverter(Positive.SizeReader.class)
    MemorySize maxRequestBytes();

    /** The largest event, as its Kafka value; stay below the broker's message.max.bytes. */
    @WithDefault("900K")
    @WithConverter(Positive.SizeReader.class)
    MemorySize maxEventBytes();

    /** The most events in one request. */
    @WithDefault("10000")
    @WithConverter(Positive.IntReader.class)
    int maxEvents();

    /** All bodies together that are being read, or whose events Kafka has not settled; beyond it the answer is 503. */
    @WithDefault("12M")
    @WithConverter(Positive.SizeReader.class)
    MemorySize inFlightBytes();

    /** From the first byte of a body to its last; a slower body is answered with 408. */
    @WithDefault("30s")
    @WithConverter(Positive.DurationReader.class)
    Duration bodyTimeout();

    /** How long a request waits for Kafka's acknowledgements; then the answer is 504. */
    @WithDefault("900ms")
    @WithConverter(Positive.DurationReader.class)
    Duration ackTimeout();

    /**
     * What becomes of a time with more digits than its field keeps: {@code exact} refuses it, {@code truncate} cuts the
     * digits off. A request may choose by {@code Prefer: timestamps=}.
     */
    @WithDefault("exact")
    TimePrecision timestamps();

    /** What becomes of requests with invalid events, by stream; {@code reject} where nothing is said. */
    Map<String, OnInvalid> onInvalid();

    /** The stream of each CloudEvents type, for {@code /v1/cloudevents}. */
    Map<String, String> cloudEventTypes();

    /** The stream of each table, as database, schema and table joined by dots, for {@code /v1/cdc/debezium}. */
    Map<String, String> tables();

    /**
     * Where clients call the service, such as {@code https://events.example}: for the examples in its answers. Without it they
     * name the address and port on which the request came in.
     */
    Optional<URI> publicUrl();

    /** Origins whose pages in browsers may call the service, such as {@code https://app.example}, or {@code *}. */
    Optional<List<String>> corsOrigins();

    /** Who may deliver CloudEvents as webhooks, or {@code *}; asked for by the handshake of their specification. */
    Optional<List<String>> webhookOrigins();

    /** Whether callers must show who they are. */
    @WithDefault("open")
    Security security();

    /** Who may call, and how often. */
    Access access();

    /** Who may call, and how often. */
    interface Access {
        /** A file of API keys and client certificates, one {@code name credential grants} a line. */
        Optional<String> keysFile();

        /** How often it is looked whether the files of keys and secrets have changed. */
        @WithDefault("10s")
        @WithConverter(Positive.DurationReader.class)
        Duration refreshInterval();

        /** A file of the secrets that webhooks are signed with, one {@code name whsec_<base64> grants} a line. */
        Optional<String> webhooksFile();

        /** The JSON Web Key Set that tokens are signed by: a file, or an https address. */
        Optional<String> tokenKeys();

        /** The issuer of tokens. */
        Optional<String> tokenIssuer();

        /** What tokens call this service. */
        Optional<String> tokenAudience();

        /** How many requests a principal may send to one instance in a second. */
        @WithConverter(Positive.LongReader.class)
        Optional<Long> requestsPerSecond();

        /** How many bytes a principal may send to one instance in a second. */
        @WithConverter(Positive.SizeReader.class)
        Optional<MemorySize> bytesPerSecond();
    }

    /** The circuit breaker before Kafka. */
    Breaker breaker();

    /** When to stop sending to a Kafka that does not answer. */
    interface Breaker {
        /** So many requests in a row that were not acknowledged open the breaker. */
        @WithDefault("3")
        @WithConverter(Positive.IntReader.class)
        int failures();

        /** From opening the breaker to the request that probes whether Kafka is back. */
        @WithDefault("1s")
        @WithConverter(Positive.DurationReader.class)
        Duration delay();
    }
}
