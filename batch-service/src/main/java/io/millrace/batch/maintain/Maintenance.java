package io.millrace.batch.maintain;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.millrace.batch.metrics.BatchMetrics;
import io.millrace.contracts.schema.StreamName;
import io.millrace.table.TableUpkeep;
import org.jboss.logging.Logger;

/** Decides when a table's upkeep is due, and keeps its failures to itself. Used by one run at a time. */
public final class Maintenance {
    private static final Logger LOG = Logger.getLogger(Maintenance.class);

    private final Duration every;
    private final Clock clock;
    private final BatchMetrics metrics;
    private final Map<StreamName, Instant> last = new HashMap<>();

    /**
     * @param every
     *            how long after an upkeep of a table the next one is due; zero is never
     * @param clock
     *            tells when that is, and nothing of what is old in a table
     */
    public Maintenance(Duration every, Clock clock, BatchMetrics metrics) {
        this.every = every;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Does the upkeep of a stream's table if it is due. Fails never: what could not be done now is tried again when it is
     * due the next time.
     *
     * @param open
     *            opens the table's upkeep, which is closed afterwards
     */
    public void afterRun(StreamName stream, Supplier<TableUpkeep> open) {
        Instant now = clock.instant();
        Instant before = last.get(stream);
        boolean early = before != null && now.isBefore(before.plus(every)) && !now.isBefore(before);
        if (every.isZero() || early) {
            return;
        }
        last.put(stream, now);
        try (TableUpkeep upkeep = open.get()) {
            TableUpkeep.Compacted compacted = upkeep.compact();
            TableUpkeep.Vacuumed vacuumed = upkeep.vacuum();
            TableUpkeep.LogCleaned cleaned = upkeep.cleanUpLog();
            metrics.upkeep(stream, compacted, vacuumed, cleaned, now);
            LOG.infof("Maintenance of stream %s: %s, %s, %s", stream, compacted, vacuumed, cleaned);
        } catch (Throwable e) { // An Error too: the run goes on with the other streams.
            metrics.upkeepFailed(stream);
            LOG.errorf(e, "Maintenance of stream %s failed and is tried again in %s; its rows are not affected: %s",
                    stream,
                    every, e.getMessage());
        }
    }
}
