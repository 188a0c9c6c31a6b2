package io.millrace.stream.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Everything that can be set of the stream service beside what Quarkus and Kafka clients have themselves. */
@ConfigMapping(prefix = "millrace")
public interface StreamServiceConfig {
    /** The contracts' home. */
    Registry registry();

    /** How contracts are kept fresh. */
    Contracts contracts();

    /** Where the tables are. */
    Tables tables();

    /** How S3 is reached when the tables lie there. */
    S3 s3();

    /** What keeps keys unique. */
    KeyIndex keyIndex();

    /** How micro-batches are cut. */
    Stream stream();

    /** The contracts' home. */
    interface Registry {
        /** The v3 API of the Apicurio registry. */
        @WithDefault("http://localhost:8081/apis/registry/v3")
        String url();
    }

    /** How contracts are kept fresh. */
    interface Contracts {
        /** How often the registry is asked for new streams and versions. */
        @WithDefault("10s")
        Duration pollInterval();
    }

    /** Where the tables are. */
    interface Tables {
        /** The folder that holds one table folder per stream, or {@code s3://bucket/prefix}. */
        @WithDefault("tables")
        String root();
    }

    /** How S3 is reached when the tables lie there; credentials come from the AWS SDK's default chain. */
    interface S3 {
        /** The server, when it is not AWS's own. */
        Optional<URI> endpoint();

        /** The region; without it the AWS SDK's default chain tells, or us-east-1 when there is an endpoint. */
        Optional<String> region();

        /** Whether the bucket stands in the path and not in the host name, as most servers but AWS want it. */
        @WithDefault("false")
        boolean pathStyle();
    }

    /** What keeps keys unique. */
    interface KeyIndex {
        /** How much memory the key index of a table may hold. */
        @WithDefault("256M")
        MemorySize maxBytes();
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
