package io.millrace.batch.config;

import java.time.Duration;
import java.util.Optional;

import io.millrace.landing.config.LandingConfig;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Everything that can be set of the batch service beside what Quarkus and Kafka clients have themselves. */
@ConfigMapping(prefix = "millrace")
public interface BatchServiceConfig extends LandingConfig {
    /** When and how much. */
    Batch batch();

    /** When and how much. */
    interface Batch {
        /** Whether the service runs on a schedule or does one run and ends, as for a Kubernetes CronJob. */
        @WithDefault("schedule")
        Mode mode();

        /** How often a run starts; one that is still going on is not overtaken. */
        @WithDefault("5m")
        Duration every();

        /** The most records in one merge. */
        @WithDefault("50000")
        int maxRows();

        /** The most bytes of keys and values that are read for one merge, and for one step of the audit. */
        @WithDefault("16M")
        MemorySize maxBytes();

        /**
         * The most memory for decoded rows that are not committed yet. What is read for a merge and needs more is merged in
         * parts; an event that needs more by itself is a dead letter. Without it a sixth of the heap.
         */
        Optional<MemorySize> maxDecodedBytes();

        /** What keeps the tables small and quick. */
        Upkeep upkeep();

        /** How streams are deleted. */
        Deletion deletion();
    }

    /** How streams are deleted. */
    interface Deletion {
        /** How often the registry is asked whether a stream is to be deleted. */
        @WithDefault("10s")
        Duration every();

        /**
         * How long after a deletion was asked for the first step is taken: the other services must have seen it by then, so
         * it is longer than their millrace.contracts.poll-interval, by 15 s or more.
         */
        @WithDefault("1m")
        Duration delay();
    }

    /** What keeps the tables small and quick. */
    interface Upkeep {
        /** From one upkeep of a table to the next, at the end of a run; 0 for none. */
        @WithDefault("10m")
        Duration every();

        /** How large compaction makes files; those below half of it are small. */
        @WithDefault("64M")
        MemorySize targetFileBytes();

        /** So many small files of a partition are put together, 2 or more; of a day that is over, two. */
        @WithDefault("8")
        int minFiles();

        /** The most bytes that one upkeep of a table rewrites; target-file-bytes or more. */
        @WithDefault("1G")
        MemorySize maxBytes();

        /** How long a file stays that no version has any more; longer than any merge or query takes, 1h or more. */
        @WithDefault("7d")
        Duration vacuumRetention();

        /** How long a version of a table stays readable; vacuum-retention or more. */
        @WithDefault("7d")
        Duration logRetention();
    }

    /** How the service runs. */
    enum Mode {
        /** Until it is stopped, a run at intervals. */
        SCHEDULE,
        /** One run; the exit code is 0 when it succeeded and the audit found nothing missing. */
        ONCE
    }
}
