package io.millrace.batch.maintain;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.millrace.batch.metrics.BatchMetrics;
import io.millrace.contracts.schema.StreamName;
import io.millrace.table.TableMaintenance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides when a table's upkeep is due, and keeps its failures to itself. Thread-safe for different streams. */
public final class Maintenance {
    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

    private final Duration every;
    private final Clock clock;
    private final BatchMetrics metrics;
    private final RepeatedFailures failures = new RepeatedFailures("Maintenance");
    private final Map<StreamName, Instant> last = new ConcurrentHashMap<>();

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
     * A bronze table.
     *
     * @param open
     *            opens its maintenance, which is closed afterwards
     * @param dateColumn
     *            the partition column that is the day of a row
     * @param keep
     *            how long the rows of a day stay
     */
    public record Bronze(Supplier<TableMaintenance> open, String dateColumn, Duration keep) {}

    /**
     * A table of dead letters.
     *
     * @param open
     *            opens its maintenance, which is closed afterwards
     * @param expiry
     *            decides which letters are out of use
     * @param keep
     *            how long these stay; zero or less for ever
     */
    public record Letters(Supplier<TableMaintenance> open, TableMaintenance.RowExpiry expiry, Duration keep) {}

    /**
     * Maintains the tables of a stream if that is due. Never throws: a maintenance run that fails is repeated when the next
     * one is due, and the failure of one table does not affect the other.
     *
     * @param open
     *            opens the maintenance of the table, which is closed afterwards
     * @param bronze
     *            empty for a stream whose raw records are not kept
     * @param letters
     *            empty for a stream without letters
     */
    public void afterRun(StreamName stream, Supplier<TableMaintenance> open, Optional<Bronze> bronze,
            Optional<Letters> letters) {
        Instant now = clock.instant();
        Instant before = last.get(stream);
        boolean early = before != null && now.isBefore(before.plus(every)) && !now.isBefore(before);
        if (every.isZero() || early) {
            return;
        }
        last.put(stream, now);
        maintain(stream, stream.value(), open, upkeep -> {});
        bronze.ifPresent(raw -> maintain(stream, stream.bronzeTable(), raw.open(), upkeep -> {
            TableMaintenance.DroppedDays dropped = upkeep.dropDays(raw.dateColumn(), raw.keep());
            metrics.dropped(stream, dropped);
            if (dropped.days() > 0) {
                LOG.info("Bronze table of stream {}: {}", stream, dropped);
            }
        }));
        letters.ifPresent(refused -> maintain(stream, stream.letterTable(), refused.open(), upkeep -> {
            if (refused.keep().isPositive()) {
                TableMaintenance.DroppedRows dropped = upkeep.dropRows(refused.expiry(), refused.keep());
                metrics.expired(stream, dropped);
                if (dropped.rows() > 0) {
                    LOG.info("Letters of stream {}: {} that were resolved or parked are removed", stream,
                            dropped.rows());
                }
            }
        }));
    }

    private void maintain(StreamName stream, String table, Supplier<TableMaintenance> open,
            Consumer<TableMaintenance> first) {
        try (TableMaintenance upkeep = open.get()) {
            first.accept(upkeep);
            TableMaintenance.Compacted compacted = upkeep.compact();
            TableMaintenance.Vacuumed vacuumed = upkeep.vacuum();
            TableMaintenance.LogCleaned cleaned = upkeep.cleanUpLog();
            metrics.upkeep(stream, compacted, vacuumed, cleaned, clock.instant());
            LOG.info("Maintenance of table {}: {}, {}, {}", table, compacted, vacuumed, cleaned);
            failures.succeeded(table);
        } catch (Throwable e) { // An Error too: the run goes on with the other streams.
            metrics.upkeepFailed(stream);
            failures.failed(table, e);
        }
    }

    /** The cause of the last failure, by table. The rows of such a table are not affected. */
    public Map<String, String> failures() {
        return failures.all();
    }

    /** Forgets the failures of all other streams. */
    public void keepOnly(Set<StreamName> streams) {
        failures.keepOnly(streams.stream()
                .flatMap(stream -> Stream.of(stream.value(), stream.bronzeTable(), stream.letterTable()))
                .collect(Collectors.toSet()));
    }
}
