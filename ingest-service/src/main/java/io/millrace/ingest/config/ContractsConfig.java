package io.millrace.ingest.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** How contracts are found, and how the ones that come with the service are made into streams. */
@ConfigMapping(prefix = "millrace.contracts")
public interface ContractsConfig {
    /** How often the registry is asked for new streams and versions. */
    @WithDefault("10s")
    @WithConverter(Positive.DurationReader.class)
    Duration pollInterval();

    /** Names of bundled contracts ({@code /contracts/<name>.avsc}) to create as streams at start; none by default. */
    Optional<List<String>> provision();

    /** Partitions of a topic that is created. */
    @WithDefault("3")
    @WithConverter(Positive.IntReader.class)
    int partitions();

    /** Replicas of a topic that is created. */
    @WithDefault("3")
    @WithConverter(Positive.ShortReader.class)
    short replicationFactor();

    /** In-sync replicas that must have a write before it is acknowledged, of a topic that is created. */
    @WithDefault("2")
    @WithConverter(Positive.IntReader.class)
    int minInsyncReplicas();
}
