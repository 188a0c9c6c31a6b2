package io.millrace.stream.config;

import java.time.Duration;
import java.util.Optional;

import io.millrace.landing.config.LandingConfig;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Everything that can be set of the stream service beside what Quarkus and Kafka clients have themselves. */
@ConfigMapping(prefix = "millrace")
public interface StreamServiceConfig extends LandingConfig {
    /** How contracts are kept fresh. */
    Contracts contracts();

    /** How micro-batches are cut. */
    Stream stream();

    /** How contracts are kept fresh. */
    interface Contracts {
        /** How often the registry is asked for new streams and versions. */
        @WithDefault("10s")
        Duration pollInterval();
    }

    /** How micro-batches are cut: whichever limit is reached first. */
    interface Stream {
        /** The most records in a micro-batch. */
        @WithDefault("20000")
        int maxRows();

        /** The most bytes of keys and values in a micro-batch. */
        @WithDefault("16M")
        MemorySize maxBytes();

        /**
         * The most memory for decoded rows that are not committed yet, of all streams together. A micro-batch that needs more
         * is merged in parts; an event that needs more by itself is a dead letter. Without it a sixth of the heap.
         */
        Optional<MemorySize> maxDecodedBytes();

        /** From one micro-batch to the next, when neither is full: the longest that a record waits for others. */
        @WithDefault("1s")
        Duration maxAge();
    }
}
