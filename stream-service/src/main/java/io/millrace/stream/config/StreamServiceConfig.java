package io.millrace.stream.config;

import java.time.Duration;
import java.util.Optional;

import io.millrace.landing.config.LandingConfig;
import io.millrace.landing.config.PositiveDuration;
import io.millrace.landing.config.PositiveInt;
import io.millrace.landing.config.PositiveSize;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** The settings of stream-service. Quarkus and the Kafka clients have further settings. */
@ConfigMapping(prefix = "millrace")
public interface StreamServiceConfig extends LandingConfig {
    /** Refresh of the contracts. */
    Contracts contracts();

    /** Limits of merges. */
    Stream stream();

    /** Refresh of the contracts. */
    interface Contracts {
        /** Interval at which the registry is checked for new streams and versions. */
        @WithDefault("10s")
        @WithConverter(PositiveDuration.class)
        Duration pollInterval();
    }

    /** Limits of merges. Of those of a micro-batch, the one that is reached first ends it. */
    interface Stream {
        /** Maximum number of records in a micro-batch. A backlog is merged in micro-batches of this size. */
        @WithDefault("200000")
        @WithConverter(PositiveInt.class)
        int maxRows();

        /** Maximum bytes of keys and values in a micro-batch. */
        @WithDefault("64M")
        @WithConverter(PositiveSize.class)
        MemorySize maxBytes();

        /**
         * Maximum memory of decoded events that are not committed yet, of all streams together. A micro-batch that needs more is
         * merged in parts; a single event that needs more becomes a dead letter. Default: a sixth of the heap.
         */
        @WithConverter(PositiveSize.class)
        Optional<MemorySize> maxDecodedBytes();

        /**
         * Time between two micro-batches of a stream whose contract has no freshness target, and the longest time that a record
         * waits for others. In a backlog, whose records are older than 10 s, up to ten times as long, but not above a minute.
         */
        @WithDefault("1s")
        @WithConverter(PositiveDuration.class)
        Duration maxAge();

        /**
         * Time without progress after which a merge hangs: the service asks for a restart, unless the merge waits for the storage
         * or for memory. Longer than all time limits of what a merge asks of Kafka. When the background tasks, which would notice
         * it, have stood still for twice as long, and two minutes at least, the process ends.
         */
        @WithDefault("5m")
        @WithConverter(PositiveDuration.class)
        Duration hangsAfter();
    }
}
