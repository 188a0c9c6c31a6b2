package io.millrace.ingest.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestConfigTest {
    private static final int K = 1024;

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        IngestConfig config = with().getConfigMapping(IngestConfig.class);

        assertEquals(10L * K * K, config.maxRequestBytes().asLongValue());
        assertEquals(900L * K, config.maxEventBytes().asLongValue());
        assertEquals(10_000, config.maxEvents());
        assertEquals(12L * K * K, config.inFlightBytes().asLongValue());
        assertEquals(Duration.ofSeconds(30), config.bodyTimeout());
        assertEquals(Duration.ofMillis(900), config.ackTimeout());
        assertEquals(3, config.breaker().failures());
        assertEquals(Duration.ofSeconds(1), config.breaker().delay());
        assertEquals(Security.OPEN, config.security());
        assertEquals(TimePrecision.EXACT, config.timestamps());
        assertEquals(Duration.ofSeconds(10), config.access().refreshInterval());
        assertTrue(config.onInvalid().isEmpty() && config.cloudEventTypes().isEmpty() && config.tables().isEmpty());
        assertTrue(config.publicUrl().isEmpty() && config.corsOrigins().isEmpty());
        assertTrue(config.webhookOrigins().isEmpty() && config.access().keysFile().isEmpty()
                && config.access().webhooksFile().isEmpty() && config.access().tokenKeys().isEmpty()
                && config.access().tokenIssuer().isEmpty() && config.access().tokenAudience().isEmpty()
                && config.access().requestsPerSecond().isEmpty() && config.access().bytesPerSecond().isEmpty());
    }

    @Test
    void topicsAreReplicatedAndNothingIsProvisionedByDefault() {
        ContractsConfig config = with().getConfigMapping(ContractsConfig.class);

        assertEquals(Duration.ofSeconds(10), config.pollInterval());
        assertTrue(config.provision().isEmpty());
        assertEquals(3, config.partitions());
        assertEquals(3, config.replicationFactor());
        assertEquals(2, config.minInsyncReplicas());
    }

    @Test
    void everyKeyCanBeSet() {
        SmallRyeConfig config = with("millrace.ingest.max-request-bytes", "1K", "millrace.ingest.max-event-bytes", "2K",
                "millrace.ingest.max-events", "3", "millrace.ingest.in-flight-bytes", "4K",
                "millrace.ingest.body-timeout", "5s", "millrace.ingest.ack-timeout", "6ms",
                "millrace.ingest.breaker.failures", "7", "millrace.ingest.breaker.delay", "8s",
                "millrace.contracts.poll-interval", "9s", "millrace.contracts.provision", "a,b",
                "millrace.contracts.partitions", "10", "millrace.contracts.replication-factor", "11",
                "millrace.contracts.min-insync-replicas", "12", "millrace.registry.url", "http://registry",
                "millrace.ingest.security", "required", "millrace.ingest.timestamps", "truncate",
                "millrace.ingest.on-invalid.s", "quarantine",
                "millrace.ingest.cloud-event-types.\"a.b\"", "s", "millrace.ingest.tables.\"d.s.t\"", "s",
                "millrace.ingest.webhook-origins", "o", "millrace.ingest.access.keys-file", "k",
                "millrace.ingest.access.refresh-interval", "15s",
                "millrace.ingest.access.webhooks-file", "w", "millrace.ingest.access.token-keys", "t",
                "millrace.ingest.access.token-issuer", "i", "millrace.ingest.access.token-audience", "a",
                "millrace.ingest.access.requests-per-second", "13", "millrace.ingest.access.bytes-per-second", "14K");

        IngestConfig ingest = config.getConfigMapping(IngestConfig.class);
        assertEquals(K, ingest.maxRequestBytes().asLongValue());
        assertEquals(2 * K, ingest.maxEventBytes().asLongValue());
        assertEquals(3, ingest.maxEvents());
        assertEquals(4 * K, ingest.inFlightBytes().asLongValue());
        assertEquals(Duration.ofSeconds(5), ingest.bodyTimeout());
        assertEquals(Duration.ofMillis(6), ingest.ackTimeout());
        assertEquals(7, ingest.breaker().failures());
        assertEquals(Duration.ofSeconds(8), ingest.breaker().delay());
        assertEquals(Security.REQUIRED, ingest.security());
        assertEquals(TimePrecision.TRUNCATE, ingest.timestamps());
        assertEquals(Map.of("s", OnInvalid.QUARANTINE), ingest.onInvalid());
        assertEquals(Map.of("a.b", "s"), ingest.cloudEventTypes());
        assertEquals(Map.of("d.s.t", "s"), ingest.tables());
        assertEquals(List.of("o"), ingest.webhookOrigins().orElseThrow());
        assertEquals(Duration.ofSeconds(15), ingest.access().refreshInterval());
        assertEquals("k", ingest.access().keysFile().orElseThrow());
        assertEquals("w", ingest.access().webhooksFile().orElseThrow());
        assertEquals("t", ingest.access().tokenKeys().orElseThrow());
        assertEquals("i", ingest.access().tokenIssuer().orElseThrow());
        assertEquals("a", ingest.access().tokenAudience().orElseThrow());
        assertEquals(13, ingest.access().requestsPerSecond().orElseThrow());
        assertEquals(14 * K, ingest.access().bytesPerSecond().orElseThrow().asLongValue());
        ContractsConfig contracts = config.getConfigMapping(ContractsConfig.class);
        assertEquals(Duration.ofSeconds(9), contracts.pollInterval());
        assertEquals(2, contracts.provision().orElseThrow().size());
        assertEquals(10, contracts.partitions());
        assertEquals(11, contracts.replicationFactor());
        assertEquals(12, contracts.minInsyncReplicas());
        assertEquals("http://registry", config.getConfigMapping(RegistryAddress.class).url());
    }

    /** Each would stop the service from answering any request, or make it wait for nothing. */
    @ParameterizedTest
    @CsvSource({"millrace.ingest.max-request-bytes, 0", "millrace.ingest.max-event-bytes, 0",
            "millrace.ingest.max-event-bytes, 3G", "millrace.ingest.max-events, 0",
            "millrace.ingest.in-flight-bytes, 0", "millrace.ingest.body-timeout, 0s",
            "millrace.ingest.ack-timeout, 0ms", "millrace.ingest.ack-timeout, -1s",
            "millrace.ingest.access.refresh-interval, 0s", "millrace.ingest.access.requests-per-second, 0",
            "millrace.ingest.access.requests-per-second, -1", "millrace.ingest.access.bytes-per-second, 0",
            "millrace.ingest.breaker.failures, 0", "millrace.ingest.breaker.delay, 0s",
            "millrace.contracts.poll-interval, 0s", "millrace.contracts.partitions, 0",
            "millrace.contracts.replication-factor, 0", "millrace.contracts.min-insync-replicas, 0"})
    void valueOutOfRangeIsRefusedWithItsKeyAndWhatToSet(String key, String value) {
        String refused = String.valueOf(
                assertThrows(ConfigValidationException.class, () -> with(key, value)).getMessage());

        assertTrue(refused.contains(key), refused);
        assertTrue(refused.contains("set a value from 1 to") || refused.contains("set at least 1ms"), refused);
    }

    @ParameterizedTest
    @CsvSource({"prod, REQUIRED", "dev, OPEN", "test, OPEN"})
    void packagedServiceIsClosedUnlessSomebodyOpensIt(String profile, Security expected) throws IOException {
        URL shipped = Objects.requireNonNull(IngestConfig.class.getResource("/application.properties"));

        SmallRyeConfig config = builder().withProfile(profile).withSources(new PropertiesConfigSource(shipped, 100))
                .addDefaultInterceptors().build();

        assertEquals(expected, config.getConfigMapping(IngestConfig.class).security());
    }

    private static SmallRyeConfig with(String... settings) {
        SmallRyeConfigBuilder builder = builder();
        for (int i = 0; i < settings.length; i += 2) {
            builder.withDefaultValue(settings[i], settings[i + 1]);
        }
        return builder.build();
    }

    private static SmallRyeConfigBuilder builder() {
        return new SmallRyeConfigBuilder()
                .withMapping(IngestConfig.class).withMapping(ContractsConfig.class).withMapping(RegistryAddress.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter());
    }
}
