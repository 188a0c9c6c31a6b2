package io.millrace.batch.metrics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.slo.Slo;
import io.millrace.contracts.slo.SloCounts;
import io.millrace.contracts.slo.SloTargets;
import io.millrace.landing.LandingResult;
import io.millrace.landing.audit.AuditCounts;
import io.millrace.landing.audit.AuditFinding;
import io.millrace.landing.audit.RecordedFinding;
import io.millrace.landing.letters.LetterCounts;
import io.millrace.landing.letters.LetterResolution;
import io.millrace.landing.letters.LetterState;
import io.millrace.landing.metrics.LandingMetrics;
import io.millrace.landing.metrics.MeasuredGauges;
import io.millrace.table.Books;
import io.millrace.table.DeletedOffsets;
import io.millrace.table.MergeOutcome;
import io.millrace.table.TableMaintenance;
import io.millrace.table.TableReader;

/**
 * Owns the meters of runs, tables, letters, audits, maintenance and deletions. The labels are bounded: stream, outcome, state,
 * kind, reason, step, table and objective.
 */
public class BatchMetrics {
    private static final String STREAM = "stream";
    private static final String OUTCOME = "outcome";
    private static final String STATE = "state";
    private static final String DELETIONS_PENDING = "millrace.deletions.pending";
    private static final String KIND = "kind";
    private static final String TABLE = "table";
    private static final String FILES = "millrace.table.files";
    private static final String BYTES = "millrace.table.bytes";
    private static final String SMALL_FILES = "millrace.table.small.files";
    private static final String LETTERS = "millrace.letters";
    private static final String LETTERS_OPEN = "millrace.letters.open";
    private static final String OLDEST_LETTER = "millrace.letters.oldest.open.seconds";
    private static final String LOST_OPEN = "millrace.offsets.lost.open";
    private static final String FINDINGS = "millrace.audit.findings";
    private static final String DIFFERENCE = "millrace.books.difference";
    private static final String BOOKED = "millrace.books.offsets";
    private static final Set<String> OF_FILES = Set.of(FILES, BYTES, SMALL_FILES);
    /** What is measured of the content of a table, by table. */
    private static final Map<String, Set<String>> OF_CONTENT = Map.of(
            "curated", Set.of(DIFFERENCE, BOOKED, FINDINGS, LOST_OPEN),
            "letters", Set.of(LETTERS, LETTERS_OPEN, OLDEST_LETTER));

    private static final String SUCCEEDED = "succeeded";
    private static final String FAILED = "failed";
    private static final double MILLIS_PER_SECOND = 1_000;

    private final Clock clock;
    private final MeasuredGauges measured;
    private final MeasuredGauges ofRuns;
    private final Map<StreamName, Judged> judged = new ConcurrentHashMap<>();
    private final Map<StreamName, Set<String>> shownReasons = new ConcurrentHashMap<>();
    private final MeterRegistry registry;
    private final LandingMetrics landing;
    private final Map<Meter, AtomicLong> gauges = new ConcurrentHashMap<>();

    private record Judged(SloCounts freshness, SloCounts completeness, SloCounts letters) {}

    private record Meter(String name, StreamName stream, String label) {}

    /**
     * @param stale
     *            the age from which on a measurement of a table is not shown any more
     * @param runStale
     *            the age from which on a measurement of a run is not shown any more
     */
    public BatchMetrics(MeterRegistry registry, LandingMetrics landing, Clock clock, Duration stale,
            Duration runStale) {
        this.registry = registry;
        this.landing = landing;
        this.clock = clock;
        this.measured = new MeasuredGauges(registry, clock, stale);
        this.ofRuns = new MeasuredGauges(registry, clock, runStale);
        ofRuns.set(DELETIONS_PENDING, Tags.empty(), Double.NaN);
        registry.counter("millrace.deletion.failures").increment(0);
        for (String outcome : List.of(SUCCEEDED, FAILED)) {
            registry.counter("millrace.batch.runs", OUTCOME, outcome).increment(0);
        }
    }

    /**
     * Shows the objectives that this service judges, and counts them from now on: completeness, letters, and the freshness of the
     * rows that it commits itself, as when stream-service is away.
     */
    public void judge(StreamName stream, Supplier<SloTargets> targets) {
        judged.computeIfAbsent(stream,
                name -> new Judged(landing.watch(name, new SloCounts(Slo.FRESHNESS, targets)),
                        landing.watch(name, new SloCounts(Slo.COMPLETENESS, targets)),
                        landing.watch(name, new SloCounts(Slo.LETTERS, targets))));
    }

    /** Measures a merge, and judges how fresh its rows were when they became visible. */
    public void landed(StreamName stream, LandingResult result) {
        landing.landed(stream, result);
        Judged counted = judged.get(stream);
        if (counted != null && result.outcome() instanceof MergeOutcome.Merged) {
            counted.freshness().judgeAges(result.arrivedAtMicros(), TimeUnit.MILLISECONDS.toMicros(clock.millis()));
        }
    }

    /** Shows the time at which a step of a run last succeeded, unless a later one is known. */
    public void stepSucceeded(StreamName stream, RunStep step, Instant at) {
        gauge("millrace.batch.last.success.seconds", stream, "step", step.label())
                .accumulateAndGet(at.getEpochSecond(), Math::max);
    }

    /**
     * Shows since when the steps of a run are expected to succeed for a stream, unless it is shown already. Maintenance may be
     * off or due rarely, and is none of them.
     */
    public void stepsExpected(StreamName stream, Instant since) {
        for (RunStep step : RunStep.values()) {
            if (step != RunStep.MAINTENANCE) {
                gauge("millrace.batch.expected.since.seconds", stream, "step", step.label()).compareAndSet(0,
                        since.getEpochSecond());
            }
        }
    }

    /**
     * Shows the files of a table of a stream.
     *
     * @param table
     *            {@code curated}, {@code bronze} or {@code letters}
     */
    public void files(StreamName stream, String table, TableReader.FileSizes sizes) {
        Tags tags = Tags.of(STREAM, stream.value(), TABLE, table);
        measured.set(FILES, tags, sizes.files());
        measured.set(BYTES, tags, sizes.bytes());
        measured.set(SMALL_FILES, tags, sizes.smallFiles());
    }

    /**
     * Shows NaN for all that is measured of a table of a stream, from now on. What was counted of it stays.
     *
     * @param table
     *            as for {@link #files}
     */
    public void unknown(StreamName stream, String table) {
        measured.unknown(OF_FILES, Tags.of(STREAM, stream.value(), TABLE, table));
        measured.unknown(OF_CONTENT.getOrDefault(table, Set.of()), Tags.of(STREAM, stream.value()));
    }

    /** Shows the numbers of the letters by state, the open ones also by reason, and the age of the oldest open one. */
    public void letters(StreamName stream, LetterCounts counts) {
        states(stream, counts.byState());
        Set<String> reasons = reasons(stream);
        reasons.addAll(counts.openByReason().keySet());
        reasons.forEach(
                reason -> measured.set(LETTERS_OPEN, Tags.of(STREAM, stream.value(), "reason", reason),
                        counts.openByReason().getOrDefault(reason, 0L)));
        measured.set(OLDEST_LETTER, Tags.of(STREAM, stream.value()),
                counts.oldestOpenMicros().isEmpty()
                        ? 0
                        : Math.max(0, clock.millis()
                                - TimeUnit.MICROSECONDS.toMillis(counts.oldestOpenMicros().getAsLong()))
                                / MILLIS_PER_SECOND);
        Judged counted = judged.get(stream);
        if (counted != null) {
            counted.letters().judge(counts.open());
        }
    }

    /** The reasons that were shown: one without open letters any more is 0. */
    private Set<String> reasons(StreamName stream) {
        return shownReasons.computeIfAbsent(stream, s -> new TreeSet<>(
                Arrays.stream(DeadLetter.Reason.values()).map(DeadLetter.Reason::code).toList()));
    }

    private void states(StreamName stream, Map<LetterState, Long> byState) {
        byState.forEach((state, number) -> measured.set(LETTERS,
                Tags.of(STREAM, stream.value(), STATE, state.code()), number));
    }

    /**
     * Judges the completeness of a table by its books, by the gaps that the audit has found and nobody has repaired, and by the
     * offsets that Kafka deleted before they were merged, until their records are supplied or their loss is explained. Shows the
     * number of those offsets.
     */
    public void completeness(StreamName stream, Collection<Books> ofTopics, Collection<RecordedFinding> open,
            Collection<DeletedOffsets> deleted) {
        long lost = deleted.stream().mapToLong(DeletedOffsets::count).sum();
        measured.set(LOST_OPEN, Tags.of(STREAM, stream.value()), lost);
        Judged counted = judged.get(stream);
        if (counted != null) {
            long all = ofTopics.stream().mapToLong(topic -> topic.until() - topic.from()).sum();
            long missing = lost + ofTopics.stream().mapToLong(topic -> Math.abs(topic.difference())).sum()
                    + open.stream().filter(finding -> finding.kind() == AuditFinding.Kind.GAP).count();
            counted.completeness().become(all, missing);
        }
    }

    /** Counts a run. */
    public void run(boolean succeeded) {
        registry.counter("millrace.batch.runs", OUTCOME, succeeded ? SUCCEEDED : FAILED).increment();
    }

    /** Sets the number of streams that are being deleted, and counts the failed steps. */
    public void deletions(int pending, int failed) {
        ofRuns.set(DELETIONS_PENDING, Tags.empty(), pending);
        registry.counter("millrace.deletion.failures").increment(failed);
    }

    /** Removes the meters of a stream that was deleted. */
    public void forget(StreamName stream) {
        landing.forget(stream);
        gauges.keySet().removeIf(meter -> meter.stream().equals(stream));
        measured.forget(STREAM, stream.value());
        ofRuns.forget(STREAM, stream.value());
        judged.remove(stream);
        shownReasons.remove(stream);
    }

    /** Counts rows that were appended to a bronze table, and offsets that Kafka had deleted before. */
    public void bronze(StreamName stream, long rows, long missing) {
        registry.counter("millrace.bronze.rows", STREAM, stream.value()).increment(rows);
        registry.counter("millrace.bronze.missing", STREAM, stream.value()).increment(missing);
    }

    /** Sets the time, in seconds since the epoch, at which a bronze table had all records of its topic. */
    public void bronzeComplete(StreamName stream, Instant at) {
        bronze(stream, 0, 0);
        gauge("millrace.bronze.last.success", stream).set(at.getEpochSecond());
    }

    /** Counts the days that were removed from a bronze table. */
    public void dropped(StreamName stream, TableMaintenance.DroppedDays dropped) {
        registry.counter("millrace.bronze.days.dropped", STREAM, stream.value()).increment(dropped.days());
    }

    /** Counts the letters that were removed because nothing was left to do with them for long. */
    public void expired(StreamName stream, TableMaintenance.DroppedRows dropped) {
        registry.counter("millrace.letters.expired", STREAM, stream.value()).increment(dropped.rows());
    }

    /** Sets the number of dead letters by their state, and counts those that were resolved. */
    public void letters(StreamName stream, LetterResolution.Counts counts) {
        states(stream, counts.byState());
        registry.counter("millrace.letters.resolved", STREAM, stream.value()).increment(counts.resolved());
    }

    /**
     * Counts what a share of the audit compared.
     *
     * @param skipped
     *            offsets that Kafka deleted before they were audited
     */
    public void audited(StreamName stream, AuditCounts counts, long skipped) {
        registry.counter("millrace.audit.records", STREAM, stream.value()).increment(counts.records());
        registry.counter("millrace.audit.rows", STREAM, stream.value()).increment(counts.rows());
        registry.counter("millrace.audit.unjudged", STREAM, stream.value()).increment(counts.unjudged());
        registry.counter("millrace.audit.skipped", STREAM, stream.value()).increment(skipped);
        registry.counter("millrace.audit.missing", STREAM, stream.value()).increment(counts.gaps());
    }

    /**
     * Sets the CPU time that the audits of a stream have taken as a share of that of its merges, since the start.
     *
     * @param share
     *            0 or more
     * @param postponed
     *            whether a part of the audit was due and the budget did not allow it
     */
    public void auditBudget(StreamName stream, double share, boolean postponed) {
        registry.counter("millrace.audit.postponed", STREAM, stream.value()).increment(postponed ? 1 : 0);
        ofRuns.set("millrace.audit.cpu.share", Tags.of(STREAM, stream.value()), share);
    }

    /**
     * Sets the number of offsets that are merged and not audited yet, and the time up to which all are audited.
     *
     * @param auditedMillis
     *            milliseconds since the epoch
     * @param oldestSeconds
     *            the age of the oldest offset that is not audited, at most; 0 without any
     */
    public void auditProgress(StreamName stream, long outstanding, long auditedMillis, long oldestSeconds) {
        ofRuns.set("millrace.audit.oldest", Tags.of(STREAM, stream.value()), oldestSeconds);
        ofRuns.set("millrace.audit.outstanding", Tags.of(STREAM, stream.value()), outstanding);
        gauge("millrace.audit.last.success", stream).set(TimeUnit.MILLISECONDS.toSeconds(auditedMillis));
    }

    /** Sets the numbers of findings without an explanation, by their kind. */
    public void auditFindings(StreamName stream, Collection<RecordedFinding> open) {
        audited(stream, new AuditCounts(0, 0, 0, 0, 0, 0), 0);
        for (AuditFinding.Kind kind : AuditFinding.Kind.values()) {
            measured.set(FINDINGS, Tags.of(STREAM, stream.value(), KIND, kind.label()),
                    open.stream().filter(finding -> finding.kind() == kind).count());
        }
    }

    /** Sets the numbers of offsets that the books of a stream explain, and the number that they do not. */
    public void books(StreamName stream, Collection<Books> ofTopics) {
        Books sum = ofTopics.stream().reduce(Books.NONE, Books::plus);
        offsets(stream, "inserted", sum.inserted());
        offsets(stream, "replaced", sum.replaced());
        offsets(stream, "unchanged", sum.unchanged());
        offsets(stream, "dead-lettered", sum.others().deadLetters());
        offsets(stream, "without-record", sum.others().withoutRecord());
        offsets(stream, "deleted", sum.others().deleted());
        measured.set(DIFFERENCE, Tags.of(STREAM, stream.value()),
                ofTopics.stream().mapToLong(topic -> Math.abs(topic.difference())).sum());
    }

    private void offsets(StreamName stream, String outcome, long number) {
        measured.set(BOOKED, Tags.of(STREAM, stream.value(), OUTCOME, outcome), number);
    }

    /** The value of a gauge that has no other label than the stream. */
    private AtomicLong gauge(String name, StreamName stream) {
        return gauge(name, stream, OUTCOME, "");
    }

    /** The value of a gauge; without the label when its value is empty. */
    private AtomicLong gauge(String name, StreamName stream, String label, String value) {
        Tags tags = Tags.of(STREAM, stream.value());
        return gauges.computeIfAbsent(new Meter(name, stream, value), meter -> Objects.requireNonNull(
                registry.gauge(name, value.isEmpty() ? tags : tags.and(label, value), new AtomicLong())));
    }

    /** Counts the results of a maintenance run, and sets its time in seconds since the epoch. */
    public void upkeep(StreamName stream, TableMaintenance.Compacted compacted, TableMaintenance.Vacuumed vacuumed,
            TableMaintenance.LogCleaned cleaned, Instant at) {
        upkeepRuns(stream, SUCCEEDED);
        registry.counter("millrace.upkeep.files.compacted", STREAM, stream.value()).increment(compacted.filesIn());
        registry.counter("millrace.upkeep.bytes.rewritten", STREAM, stream.value()).increment(compacted.bytesOut());
        registry.counter("millrace.upkeep.files.deleted", STREAM, stream.value())
                .increment((double) vacuumed.files() + cleaned.files());
        gauge("millrace.upkeep.last.success", stream).set(at.getEpochSecond());
        stepSucceeded(stream, RunStep.MAINTENANCE, at);
    }

    /** Counts a maintenance run that failed. */
    public void upkeepFailed(StreamName stream) {
        upkeepRuns(stream, FAILED);
    }

    private void upkeepRuns(StreamName stream, String outcome) {
        registry.counter("millrace.upkeep.runs", STREAM, stream.value(), OUTCOME, outcome).increment();
    }
}
