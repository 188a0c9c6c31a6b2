package io.millrace.batch.signals;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.millrace.contracts.schema.StreamName;
import io.millrace.table.TableLocation;

/**
 * Remembers which tables this process has seen. A table is created by its first row, so a stream without one has no rows; but a
 * table that was there and is gone has rows that are not known.
 */
final class SeenTables {
    private final Clock clock;
    private final Map<Table, Instant> lastSeen = new ConcurrentHashMap<>();

    /**
     * A table of a stream.
     *
     * @param generation
     *            how often the stream was deleted with its tables and created again
     */
    private record Table(StreamName stream, int generation, String name) {}

    SeenTables(Clock clock) {
        this.clock = clock;
    }

    /**
     * Takes note of a table.
     *
     * @param name
     *            {@code curated}, {@code bronze} or {@code letters}
     * @param there
     *            whether it is there now
     * @throws TableGoneException
     *             if it is not there now, and was before
     */
    void check(StreamName stream, int generation, String name, TableLocation location, boolean there) {
        Table table = new Table(stream, generation, name);
        if (there) {
            lastSeen.put(table, clock.instant());
            return;
        }
        Instant seen = lastSeen.get(table);
        if (seen != null) {
            throw new TableGoneException(stream, name, location, seen);
        }
    }

    void forget(StreamName stream) {
        lastSeen.keySet().removeIf(table -> table.stream().equals(stream));
    }
}
