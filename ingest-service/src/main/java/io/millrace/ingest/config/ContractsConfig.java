package io.millrace.ingest.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Refresh of contracts, and creation of streams from bundled contracts. */
@ConfigMapping(prefix = "millrace.contracts")
public interface ContractsConfig {
    /** Interval at which the registry is polled for new streams and versions. */
    @WithDefault("10s")
    @WithConverter(Positive.DurationReader.class)
    Duration pollInterval();

    /** Names of bundled contracts ({@code /contracts/<name>.avsc}) of streams to create at start; none by default. */
    Optional<List<String>> provision();

    /**
     * Full names of bundled shared types ({@code /contracts/types/<name>.avsc}) to register at start, before the streams and in
     * this order; none by default.
     */
    Optional<List<String>> provisionTypes();

    /** Number of partitions of new topics. */
    @WithDefault("3")
    @WithConverter(Positive.IntReader.class)
    int partitions();

    /** Replication factor of new topics. */
    @WithDefault("3")
    @WithConverter(Positive.ShortReader.class)
    short replicationFactor();

    /** In-sync replicas that must acknowledge a write ({@code min.insync.replicas}) of new topics. */
    @WithDefault("2")
    @WithConverter(Positive.IntReader.class)
    int minInsyncReplicas();
}
