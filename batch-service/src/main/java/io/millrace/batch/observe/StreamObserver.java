package io.millrace.batch.observe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.interval.Intervals;
import io.millrace.batch.read.OffsetRangeReader;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.RegistryUnavailableException;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.slo.Slo;
import io.millrace.contracts.slo.SloDefaults;
import io.millrace.contracts.slo.SloTargets;
import io.millrace.landing.FailureKind;
import io.millrace.landing.StreamCalls;
import io.millrace.landing.StreamTables;
import io.millrace.landing.TopicUnavailableException;
import io.millrace.landing.lag.OldestRecords;
import io.millrace.landing.lag.TopicRetention;
import io.millrace.landing.letters.LetterCause;
import io.millrace.table.TableReader;
import io.millrace.table.TableStatus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.IsolationLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Observes all active streams every five seconds while somebody looks at them. When nobody has looked for {@link #WATCHED}, the
 * tables are closed and nothing is read.
 */
@Singleton
public class StreamObserver {
    /** Time after a look for which observations go on. */
    static final Duration WATCHED = Duration.ofMinutes(5);
    private static final Duration OBSERVED_EVERY = Duration.ofSeconds(5);
    /** From this age on an observation is not shown any more: six intervals. */
    private static final Duration OLD = Duration.ofSeconds(30);
    private static final Duration LONGEST_READ = Duration.ofSeconds(10);
    /** Each that hangs keeps a thread and little memory. */
    private static final int MOST_READS = 16;
    private static final Logger LOG = LoggerFactory.getLogger(StreamObserver.class);
    /** The name of this reader where a writer would be. */
    private static final String NAME = "console";
    private static final double MILLIS = 1e3;

    private final ContractCatalog catalog;
    private final KafkaTopics topics;
    private final OldestRecords oldest;
    private final OldestRecords oldestUnstable;
    private final TopicRetention retention;
    private final StreamTables tables;
    private final StreamCalls calls;
    private final Clock clock;
    private final Map<StreamName, WatchedStream> watched = new ConcurrentHashMap<>();
    private final Map<StreamName, String> failures = new ConcurrentHashMap<>();
    private volatile Instant lookedAt = Instant.MIN;

    StreamObserver(ContractCatalog catalog, KafkaTopics topics, OffsetRangeReader reader, Admin admin,
            BatchServiceConfig config, Clock clock) {
        this.catalog = catalog;
        this.topics = topics;
        this.oldest = new OldestRecords(() -> reader.openProbe(IsolationLevel.READ_COMMITTED));
        this.oldestUnstable = new OldestRecords(() -> reader.openProbe(IsolationLevel.READ_UNCOMMITTED));
        this.retention = new TopicRetention(admin, System::nanoTime);
        this.tables = new StreamTables(config, NAME);
        this.clock = clock;
        this.calls = new StreamCalls(NAME, LONGEST_READ, MOST_READS, clock);
    }

    /**
     * What is known of a stream.
     *
     * @param stream
     *            its name
     * @param target
     *            its freshness target
     * @param verdict
     *            its condition
     * @param rates
     *            its rates
     * @param last
     *            the last observation; empty when there is none, or when the last attempt failed
     */
    public record Observed(StreamName stream, Duration target, Verdict verdict, FlowRates rates,
            Optional<Observation> last) {}

    /** What is known of the active streams, by name. Never waits: observations follow within five seconds. */
    public List<Observed> look() {
        lookedAt = clock.instant();
        return catalog.streams().keySet().stream().sorted().map(this::observed).toList();
    }

    /** What is known of one stream; empty when it is not active. */
    public Optional<Observed> look(StreamName stream) {
        lookedAt = clock.instant();
        return catalog.active(stream).map(contracts -> observed(stream));
    }

    private Observed observed(StreamName stream) {
        Duration target = target(catalog.active(stream).map(known -> known.latest().slo())
                .orElse(SloDefaults.bundled().targets()));
        WatchedStream one = watched.get(stream);
        StreamHistory history = one == null ? new StreamHistory() : one.history();
        String failure = failures.get(stream);
        if (failure == null) {
            failure = history.last().flatMap(last -> old(last.at(), clock.instant())).orElse(null);
        }
        return failure == null
                ? new Observed(stream, target, Verdict.of(stream, history, target), history.rates(), history.last())
                : new Observed(stream, target, new Verdict(Condition.UNKNOWN, failure, Optional.empty()),
                        FlowRates.NONE, Optional.empty());
    }

    /** Why an observation does not tell how a stream is now; empty when it does. */
    static Optional<String> old(Instant observed, Instant now) {
        return Duration.between(observed, now).abs().compareTo(OLD) <= 0
                ? Optional.empty()
                : Optional.of("The last observation is of " + observed.truncatedTo(ChronoUnit.SECONDS)
                        + ". Observations follow within seconds; if they do not, a call to Kafka or to the storage of a"
                        + " table has not returned: check that both answer.");
    }

    /** The limit of the freshness objective, by which {@code ./millrace slo} and the metrics judge, too. */
    static Duration target(SloTargets targets) {
        return Duration.ofMillis(Math.round(targets.of(Slo.FRESHNESS).threshold() * MILLIS));
    }

    /** The observations of a stream in the last hour, oldest first. */
    public List<Observation> history(StreamName stream) {
        return of(stream).map(one -> one.history().all()).orElse(List.of());
    }

    /** The causes of the dead letters of a stream, by the last observation. */
    public List<LetterCause> causes(StreamName stream) {
        return of(stream).map(WatchedStream::causes).orElse(List.of());
    }

    /** The status of the table of a stream, by the last observation. */
    public Optional<TableStatus> status(StreamName stream) {
        return of(stream).flatMap(WatchedStream::status);
    }

    /** The newest commits of the table of a stream, oldest first; read from its log. */
    public List<TableReader.Commit> commits(StreamName stream, int newest) {
        return of(stream).map(one -> one.commits(newest)).orElse(List.of());
    }

    private Optional<WatchedStream> of(StreamName stream) {
        return Optional.ofNullable(watched.get(stream));
    }

    void start(@Observes StartupEvent event, Intervals intervals) {
        intervals.every(OBSERVED_EVERY, "observation of streams", this::observe);
    }

    void stop(@Observes ShutdownEvent event) {
        calls.close();
    }

    /** Observes the streams if somebody looks at them. A failure is shown in place of the condition. */
    synchronized void observe() {
        Instant now = clock.instant();
        if (lookedAt.isBefore(now.minus(WATCHED))) {
            closeAll();
            return;
        }
        refreshContracts();
        watched.keySet().stream().filter(stream -> catalog.active(stream).isEmpty()).toList().forEach(this::forget);
        Map<String, KafkaTopics.Topic> found;
        try {
            found = topics.read(catalog.streams().keySet().stream().map(StreamName::topic).toList());
        } catch (RuntimeException e) {
            catalog.streams().keySet().forEach(stream -> failed(stream, e));
            return;
        }
        for (StreamName stream : catalog.streams().keySet()) {
            KafkaTopics.Topic topic = found.get(stream.topic());
            if (topic == null) {
                failures.put(stream, "The topic " + stream.topic() + " does not exist.");
            } else {
                attempt(stream, () -> observe(stream, topic, now));
            }
        }
    }

    private void observe(StreamName stream, KafkaTopics.Topic topic, Instant now) {
        WatchedStream watching = watched.computeIfAbsent(stream, name -> new WatchedStream(name, tables));
        WatchedStream.Progress progress = calls.of(stream, lane -> watching.read(topic));
        OptionalLong first = earlier(oldest.timestamp(topic.id(), stream.topic(), progress.waiting()),
                oldestUnstable.timestamp(topic.id(), stream.topic(), topic.unstable()));
        watching.observe(now, topic, progress,
                first.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Duration.between(Instant.ofEpochMilli(first.getAsLong()), now)),
                retention(stream));
        failures.remove(stream);
    }

    private static OptionalLong earlier(OptionalLong one, OptionalLong other) {
        return one.isPresent() && other.isPresent()
                ? OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()))
                : one.isPresent() ? one : other;
    }

    private double retention(StreamName stream) {
        try {
            return retention.seconds(stream.topic());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicUnavailableException("interrupted while reading the retention of " + stream.topic(), e);
        }
    }

    /** A service without a schedule has no runs that read the contracts. */
    private void refreshContracts() {
        try {
            var unused = catalog.refresh();
        } catch (RegistryUnavailableException e) {
            LOG.debug("The console goes on with the contracts that are known: {}", FailureKind.describe(e));
        }
    }

    private void attempt(StreamName stream, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            if (!(e instanceof CancellationException)) { // Else the service ends.
                failed(stream, e);
            }
        }
    }

    private void failed(StreamName stream, RuntimeException e) {
        String reason = FailureKind.describe(e);
        if (!reason.equals(failures.put(stream, reason))) {
            LOG.warn("Stream {} could not be observed for the console: {}", stream, reason);
        }
    }

    private void forget(StreamName stream) {
        failures.remove(stream);
        WatchedStream one = watched.remove(stream);
        if (one != null) {
            one.close();
        }
    }

    @PreDestroy
    synchronized void closeAll() {
        if (!watched.isEmpty() || !failures.isEmpty()) {
            watched.keySet().forEach(this::forget);
            failures.clear();
            oldest.close();
            oldestUnstable.close();
        }
    }
}
