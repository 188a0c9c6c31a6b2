package io.millrace.stream.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.landing.metrics.LandingMetrics;
import io.millrace.landing.tracing.MergeTracing;
import io.millrace.stream.config.StreamServiceConfig;
import io.millrace.stream.metrics.StreamMetrics;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamMergesTest {
    @TempDir
    private Path folder;

    @Test
    void aMergeThatCannotBeStartedIsAStateOfItsStream() {
        try (MergeFixture fixture = new MergeFixture(folder)) {
            // given a location that no table can have
            StreamMerges merges = merges(fixture, "gs://bucket");
            // when
            assertThrows(IllegalArgumentException.class, () -> merges.find(MergeFixture.VISITS, fixture.consumer));
            // then
            MergeState state = merges.states().get(MergeFixture.VISITS);
            assertEquals("paused", state == null ? "none" : state.label());
            assertTrue(String.valueOf(state).contains("gs://bucket"), String.valueOf(state));
            assertEquals(1, fixture.meters.get("millrace.stream.state").tag("state", "paused").gauge().value());
        }
    }

    @Test
    void aMergeThatIsStartedRuns() {
        try (MergeFixture fixture = new MergeFixture(folder)) {
            StreamMerges merges = merges(fixture, folder.toString());

            assertTrue(merges.find(MergeFixture.VISITS, fixture.consumer).isPresent());

            assertEquals(List.of("running"), merges.states().values().stream().map(MergeState::label).toList());
            merges.close();
        }
    }

    private static StreamMerges merges(MergeFixture fixture, String root) {
        ContractCatalog catalog = new ContractCatalog(fixture.registry);
        var unused = catalog.refresh();
        LandingMetrics landing = new LandingMetrics(fixture.meters);
        StreamServiceConfig config = new SmallRyeConfigBuilder().withMapping(StreamServiceConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withDefaultValue("millrace.tables.root", root).build().getConfigMapping(StreamServiceConfig.class);
        return new StreamMerges(catalog, new DeadLetterTopic(fixture.letters),
                new StreamMetrics(fixture.meters, landing, Clock.systemUTC()), landing, MergeTracing.OFF, config,
                Clock.systemUTC());
    }
}
