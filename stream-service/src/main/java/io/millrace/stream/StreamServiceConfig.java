package io.millrace.stream;

import java.nio.file.Path;
import java.time.Duration;

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
        /** The folder that holds one table folder per stream. */
        @WithDefault("tables")
        Path root();
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

        /** How long a record waits for others before its micro-batch is merged. */
        @WithDefault("1s")
        Duration maxAge();
    }
}
