package io.millrace.batch.maintain;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.millrace.batch.metrics.BatchMetrics;
import io.millrace.contracts.schema.StreamName;
import io.millrace.table.TableMaintenance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides when a table's upkeep is due, and keeps its failures to itself. Used by one run at a time. */
public final class Maintenance {
    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

    private final Duration every;
    private final Clock clock;
    private final BatchMetrics metrics;
    private final RepeatedFailures failures = new RepeatedFailures("Maintenance");
    private final Map<StreamName, Instant> last = new HashMap<>();

    /**
     * @param every
     *            time between two maintenance runs of a table; zero turns maintenance off
     * @param clock
     *            for this interval only: the age of files is measured by the time of the table
     */
    public Maintenance(Duration every, Clock clock, BatchMetrics metrics) {
        this.every = every;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Maintains the table of a stream if it is due. Never throws: a maintenance run that fails is repeated when the next one
     * is due.
     *
     * @param open
     *            opens the maintenance of the table, which is closed afterwards
     */
    public void afterRun(StreamName stream, Supplier<TableMaintenance> open) {
        Instant now = clock.instant();
        Instant before = last.get(stream);
        boolean early = before != null && now.isBefore(before.plus(every)) && !now.isBefore(before);
        if (every.isZero() || early) {
            return;
        }
        last.put(stream, now);
        try (TableMaintenance upkeep = open.get()) {
            TableMaintenance.Compacted compacted = upkeep.compact();
            TableMaintenance.Vacuumed vacuumed = upkeep.vacuum();
            TableMaintenance.LogCleaned cleaned = upkeep.cleanUpLog();
            metrics.upkeep(stream, compacted, vacuumed, cleaned, now);
            LOG.info("Maintenance of stream {}: {}, {}, {}", stream, compacted, vacuumed, cleaned);
            failures.succeeded(stream.value());
        } catch (Throwable e) { // An Error too: the run goes on with the other streams.
            metrics.upkeepFailed(stream);
            failures.failed(stream.value(), e);
        }
    }

    /** The cause of the last failure, by stream. The rows of such a table are not affected. */
    public Map<String, String> failures() {
        return failures.all();
    }

    /** Forgets the failures of all other streams. */
    public void keepOnly(Set<StreamName> streams) {
        failures.keepOnly(streams.stream().map(StreamName::value).collect(Collectors.toSet()));
    }
}
