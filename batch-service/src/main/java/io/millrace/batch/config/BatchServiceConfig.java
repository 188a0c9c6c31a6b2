package io.millrace.batch.config;

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

/** The settings of batch-service. Quarkus and the Kafka clients have further settings. */
@ConfigMapping(prefix = "millrace")
public interface BatchServiceConfig extends LandingConfig {
    /** The runs. */
    Batch batch();

    /** The runs. */
    interface Batch {
        /**
         * {@code schedule}: runs at intervals. {@code once}: does one run and exits, for a Kubernetes CronJob. {@code
         * operations}: no runs; only answers the requests of operators, beside such a CronJob.
         */
        @WithDefault("schedule")
        Mode mode();

        /** Interval between the starts of two runs. A run does not start while another one is running. */
        @WithDefault("5m")
        @WithConverter(PositiveDuration.class)
        Duration every();

        /**
         * Time without progress after which a call for a stream hangs: the run goes on with the other streams. Longer than a
         * single call to the storage takes, with its retries. When the thread of the run, which would notice it, has stood still
         * for twice as long, and two minutes at least, the process ends.
         */
        @WithDefault("5m")
        @WithConverter(PositiveDuration.class)
        Duration hangsAfter();

        /** Maximum number of records in a merge. */
        @WithDefault("200000")
        @WithConverter(PositiveInt.class)
        int maxRows();

        /** Maximum bytes of keys and values in a merge. */
        @WithDefault("64M")
        @WithConverter(PositiveSize.class)
        MemorySize maxBytes();

        /**
         * Maximum memory of decoded events that are not committed yet. A merge that needs more is done in parts; a single event
         * that needs more becomes a dead letter. Default: a sixth of the heap.
         */
        @WithConverter(PositiveSize.class)
        Optional<MemorySize> maxDecodedBytes();

        /**
         * Maximum memory of raw records that are not in the bronze table yet. More are appended in several commits. Default: a
         * sixteenth of the heap.
         */
        @WithConverter(PositiveSize.class)
        Optional<MemorySize> maxBronzeBytes();

        /** Dead letters. */
        Letters letters();

        /** The requests of operators on the management port. */
        Operations operations();

        /** The audit by key. */
        Audit audit();

        /** Maintenance of the tables. */
        Upkeep upkeep();

        /** Deletion of streams. */
        Deletion deletion();

        /** Metrics of the tables. */
        Signals signals();
    }

    /** Metrics of the tables. */
    interface Signals {
        /** Interval at which the tables are measured, except in mode {@code once}. A value is shown for three intervals. */
        @WithDefault("30s")
        @WithConverter(PositiveDuration.class)
        Duration every();
    }

    /** Dead letters. */
    interface Letters {
        /** How often a dead letter may be redriven and refused again before it is parked. */
        @WithDefault("5")
        @WithConverter(PositiveInt.class)
        int maxAttempts();

        /**
         * Time after which resolved and parked letters are removed from the table of letters, since they were last seen. 0 keeps
         * them. Open and redriven letters stay. Longer than the retention of the dead-letter topics.
         */
        @WithDefault("90d")
        Duration ttl();
    }

    /** The requests of operators on the management port. */
    interface Operations {
        /**
         * File of the API keys of operators, one {@code name sha256:<hex> grants} per line, as that of the gateway. Default: every
         * request is refused.
         */
        Optional<String> keysFile();

        /** Interval at which the file of keys is checked for changes. A broken file changes nothing. */
        @WithDefault("10s")
        @WithConverter(PositiveDuration.class)
        Duration refreshInterval();

        /** Address of the gateway in the examples that the console shows. */
        @WithDefault("http://localhost:8080")
        String gatewayUrl();
    }

    /** The audit by key. */
    interface Audit {
        /**
         * Time within which every merged record and every row is compared with the other side. A share is due when a quarter of
         * it has passed since the last one; earlier when Kafka is about to delete records that are not audited. Shorter than the
         * retention of the topics.
         */
        @WithDefault("6h")
        @WithConverter(PositiveDuration.class)
        Duration coverWithin();

        /**
         * Maximum CPU time of the audits of a stream, in percent of the CPU time of its merges. A share that would exceed it is
         * postponed, even if records then remain unaudited for longer than cover-within.
         */
        @WithDefault("5")
        @WithConverter(PositiveInt.class)
        int cpuPercent();

        /**
         * CPU time that the audits of a stream may take in addition within cover-within, so that a stream with few merges is
         * audited as well.
         */
        @WithDefault("10s")
        @WithConverter(PositiveDuration.class)
        Duration leastCpu();
    }

    /** Deletion of streams. */
    interface Deletion {
        /** Interval at which the registry is checked for streams to delete. */
        @WithDefault("10s")
        @WithConverter(PositiveDuration.class)
        Duration every();

        /**
         * Time between the request to delete a stream and the first step. The other services must have seen the request by
         * then: at least 15 s longer than their millrace.contracts.poll-interval.
         */
        @WithDefault("1m")
        Duration delay();
    }

    /** Maintenance of the tables. */
    interface Upkeep {
        /** Minimum time between two maintenance runs of a table, at the end of a batch run. 0 turns maintenance off. */
        @WithDefault("10m")
        Duration every();

        /** Target size of the files that compaction writes. Files smaller than half of it are small files. */
        @WithDefault("64M")
        @WithConverter(PositiveSize.class)
        MemorySize targetFileBytes();

        /** Minimum number of small files of a partition that compaction merges, at least 2. For a day that is over it is 2. */
        @WithDefault("8")
        @WithConverter(PositiveInt.class)
        int minFiles();

        /** Maximum bytes that one maintenance run rewrites per table. At least target-file-bytes. */
        @WithDefault("1G")
        @WithConverter(PositiveSize.class)
        MemorySize maxBytes();

        /** Time before a file that no version of the table uses is deleted. At least 1h; longer than any merge or query. */
        @WithDefault("7d")
        @WithConverter(PositiveDuration.class)
        Duration vacuumRetention();

        /** Time for which a version of a table stays readable. At least vacuum-retention. */
        @WithDefault("7d")
        @WithConverter(PositiveDuration.class)
        Duration logRetention();
    }

    /** The mode of the service. */
    enum Mode {
        /** Runs at intervals until it is stopped. */
        SCHEDULE,
        /**
         * One run. The exit code is 0 when the run succeeded and no audit has an open finding, 2 when a stream was not finished
         * because a call for it hangs, and else 1.
         */
        ONCE,
        /** No runs, until it is stopped. */
        OPERATIONS
    }
}
