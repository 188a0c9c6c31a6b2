package io.millrace.bench.alerts;

import java.time.Duration;
import java.util.List;

/** The faults of this lab, in the order in which they are made. */
final class Scenarios {
    private static final String MISSING = "MillraceServiceMissing";
    private static final String DEPENDENCY = "MillraceDependencyDown";
    private static final String TASK = "MillraceTaskFailing";
    private static final String PAUSED = "MillraceStreamPaused";
    private static final String RETRYING = "MillraceStreamRetrying";
    private static final String LAG = "MillraceLagBurn";
    private static final String UNKNOWN = "MillraceLagUnknown";
    private static final String BACKLOG = "MillraceBacklogGrows";
    private static final String STALE = "MillraceBatchStale";
    private static final int REQUESTS = 20;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration RETENTION = Duration.ofMinutes(2);
    /** Three quarters of the retention. */
    private static final Duration RETENTION_USED = Duration.ofSeconds(90);
    /** The age of the oldest record from which there is a backlog. */
    private static final Duration BACKLOG_AGE = Duration.ofSeconds(10);
    /** The age from which a value that was not measured is NaN. */
    private static final Duration UNMEASURED = Duration.ofSeconds(30);
    /** Until a table has a checkpoint. */
    private static final Duration TEN_COMMITS = Duration.ofSeconds(10);
    /** The longest of the short windows of burn rates. */
    private static final Duration BURN_END = Duration.ofHours(6);

    private Scenarios() {}

    static List<Scenario> all() {
        return List.of(
                // First, because it needs minutes in which nothing else holds the merges up.
                Scenario.of(LAG, "lag", new BlockedPartition(), RETRYING, BACKLOG)
                        .through("stream-retrying")
                        .within(Duration.ZERO, Duration.ofMinutes(5), BURN_END),
                Scenario.of(MISSING, "service-missing", new HangingProcess(HangingProcess.BATCH)),
                Scenario.of(DEPENDENCY, "dependency-down", new HangingProcess(HangingProcess.REGISTRY), TASK),
                Scenario.of(PAUSED, "stream-paused", new RemovedTable(), UNKNOWN, TASK),
                Scenario.of(RETRYING, "stream-retrying", new BlockedPartition()),
                Scenario.of("MillraceLettersOpen", "letters-open", new PoisonedTopic(6)),
                Scenario.of("MillraceBooksOutOfBalance", "books-out-of-balance", new FalseBooks()),
                Scenario.of("MillraceAuditFindings", "audit-findings", new DeletedRows(), MISSING),
                Scenario.of("MillraceEventsLost", "events-lost", new DeletedRecords(), MISSING)
                        .within(Duration.ZERO, Duration.ZERO, HOUR),
                Scenario.of("MillraceRetentionLow", "retention-low", new BlockedPartition(RETENTION.toMillis()),
                        RETRYING, BACKLOG, STALE).within(RETENTION_USED, Duration.ZERO, Duration.ZERO),
                Scenario.of(BACKLOG, "backlog-grows", new BlockedPartition(), RETRYING, STALE)
                        .through("stream-retrying").within(BACKLOG_AGE, Duration.ofMinutes(10), Duration.ZERO),
                Scenario.of(STALE, "batch-stale", new BlockedPartition(), RETRYING, BACKLOG)
                        .through("stream-retrying").within(Duration.ZERO, HOUR, Duration.ZERO),
                Scenario.of(TASK, "task-failing", new HangingProcess(HangingProcess.REGISTRY), DEPENDENCY)
                        .through("dependency-down"),
                // A lag that stays unknown is a miss of the objective.
                Scenario.of(UNKNOWN, "lag-unknown", new HangingProcess(HangingProcess.KAFKA), DEPENDENCY, TASK,
                        RETRYING, LAG).through("dependency-down").within(UNMEASURED, Duration.ZERO, Duration.ZERO),
                Scenario.of("MillraceTransactionHangs", "transaction-hangs", new OpenTransaction())
                        .within(Duration.ZERO, Duration.ofMinutes(15), Duration.ZERO),
                Scenario.of("MillraceCheckpointsFail", "checkpoints-fail", new BlockedCheckpoint())
                        .within(TEN_COMMITS, Duration.ofMinutes(10), Duration.ZERO),
                Scenario.of("MillraceSmallFiles", "small-files", new ManyPartitions())
                        .within(Duration.ZERO, HOUR, Duration.ZERO),
                Scenario.of("MillraceFreshnessBurn", "freshness", new ShortFreshness()),
                Scenario.of("MillraceLatencyBurn", "latency", new ProducerQuota()),
                Scenario.of("MillraceAvailabilityBurn", "availability",
                        new HangingProcess(HangingProcess.KAFKA, REQUESTS), DEPENDENCY, TASK, UNKNOWN, RETRYING)
                        .through("dependency-down"));
    }
}
