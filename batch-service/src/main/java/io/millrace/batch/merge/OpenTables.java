package io.millrace.batch.merge;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.metrics.BatchMetrics;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.StreamTables;
import io.millrace.table.EventTable;
import io.millrace.table.TableLocation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables that this service has open. A table stays open between runs, with its key index. */
@Singleton
public class OpenTables {
    /** The name of this writer in the log and in {@code _written_by}. */
    public static final String WRITER = "batch";

    private static final Logger LOG = LoggerFactory.getLogger(OpenTables.class);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final ContractCatalog catalog;
    private final BatchMetrics metrics;
    private final StreamTables locations;
    private final Map<StreamName, EventTable> tables = new ConcurrentHashMap<>();
    private final Map<StreamName, EventTable> bronze = new ConcurrentHashMap<>();
    private final Map<StreamName, EventTable> letters = new ConcurrentHashMap<>();
    /** The generation of each stream whose table is open: a stream may be deleted and created again. */
    private final Map<StreamName, Integer> generations = new ConcurrentHashMap<>();

    OpenTables(ContractCatalog catalog, BatchMetrics metrics, BatchServiceConfig config) {
        this.catalog = catalog;
        this.metrics = metrics;
        this.locations = new StreamTables(config, WRITER);
    }

    /** The table of a stream, opened if necessary. */
    public EventTable open(StreamContracts contracts) {
        StreamName stream = contracts.latest().stream();
        int generation = catalog.state(stream).generation();
        if (generations.getOrDefault(stream, generation) != generation) {
            close(stream);
        }
        generations.put(stream, generation);
        return tables.computeIfAbsent(stream, s -> locations.open(contracts.latest()));
    }

    /** The bronze table of a stream whose table is open, opened if necessary; empty when the contract wants none. */
    public Optional<EventTable> openBronze(StreamContracts contracts) {
        return contracts.latest().hasBronze()
                ? Optional.of(bronze.computeIfAbsent(contracts.latest().stream(), locations::openBronze))
                : Optional.empty();
    }

    /** The location of the bronze table of a stream. */
    public TableLocation bronzeLocation(StreamName stream) {
        return locations.bronzeLocation(stream);
    }

    /** The table of the dead letters of a stream whose table is open, opened if necessary. */
    public EventTable openLetters(StreamName stream) {
        return letters.computeIfAbsent(stream, locations::openLetters);
    }

    /** The location of the table of the dead letters of a stream. */
    public TableLocation letterLocation(StreamName stream) {
        return locations.letterLocation(stream);
    }

    /** The locations of all tables of a stream. */
    public List<TableLocation> locations(StreamName stream) {
        return List.of(letterLocation(stream), bronzeLocation(stream), location(stream));
    }

    /** The location of the table of a stream. */
    public TableLocation location(StreamName stream) {
        return locations.location(stream);
    }

    /** The streams whose tables are open. */
    public Set<StreamName> streams() {
        return tables.keySet();
    }

    /** Closes the tables of a stream, if they are open, and removes its meters. */
    public void close(StreamName stream) {
        for (Map<StreamName, EventTable> further : List.of(bronze, letters)) {
            EventTable open = further.remove(stream);
            if (open != null) {
                open.close();
            }
        }
        EventTable table = tables.remove(stream);
        generations.remove(stream);
        if (table != null) {
            table.close();
            metrics.forget(stream);
        }
    }

    @PreDestroy
    void closeAll() throws InterruptedException {
        int open = ClosingTables.close(
                Stream.of(tables, bronze, letters).flatMap(some -> some.values().stream())
                        .<Runnable>map(table -> table::close).toList(),
                LONGEST_CLOSE);
        if (open > 0) {
            LOG.warn("{} tables were not closed within {}, because they are in use; nothing is lost", open,
                    LONGEST_CLOSE);
        }
    }
}
