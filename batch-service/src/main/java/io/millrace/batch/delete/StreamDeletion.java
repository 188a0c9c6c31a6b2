package io.millrace.batch.delete;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.millrace.contracts.registry.ContractRegistry;
import io.millrace.contracts.registry.StreamState;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.StreamCalls;
import io.millrace.table.TableLocation;
import io.millrace.table.TableReader;
import io.millrace.table.factory.EventTables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes streams step by step. The registry holds the request until it is done, and every step finds out by itself what the
 * previous one achieved: the process may be killed at any point.
 */
public final class StreamDeletion {
    private static final Logger LOG = LoggerFactory.getLogger(StreamDeletion.class);

    private final ContractRegistry registry;
    private final DeletedTopics topics;
    private final Duration delay;
    private final Clock clock;

    /**
     * @param delay
     *            time between the request and the first step; by then the other services have seen the request
     */
    public StreamDeletion(ContractRegistry registry, DeletedTopics topics, Duration delay, Clock clock) {
        this.registry = registry;
        this.topics = topics;
        this.delay = delay;
        this.clock = clock;
    }

    /** The streams that are being deleted. */
    public Map<StreamName, StreamState.Deleting> pending() {
        Map<StreamName, StreamState.Deleting> pending = new TreeMap<>();
        registry.streams().forEach((stream, state) -> {
            if (state instanceof StreamState.Deleting deleting) {
                pending.put(stream, deleting);
            }
        });
        return pending;
    }

    /**
     * Takes the next step.
     *
     * @param tables
     *            the locations of its tables, which need not exist
     * @param merge
     *            merges the records that are not in the table yet
     * @param close
     *            closes the tables if they are open
     */
    public void step(StreamName stream, List<TableLocation> tables, StreamState.Deleting deleting, Runnable merge,
            Runnable close) {
        if (clock.instant().isBefore(deleting.since().plus(delay))) {
            return;
        }
        boolean delete = switch (deleting.data()) {
            case KEEP -> false;
            case DELETE -> true;
            case KEEP_UNLESS_EMPTY -> topics.areEmpty(stream) && tables.stream().noneMatch(StreamDeletion::exists);
        };
        if (delete) {
            delete(stream, tables, deleting, close);
        } else {
            keep(stream, deleting, merge, close);
        }
    }

    private void keep(StreamName stream, StreamState.Deleting deleting, Runnable merge, Runnable close) {
        if (topics.haveEvents(stream)) {
            merge.run();
        }
        close.run();
        if (isStillWanted(stream, deleting)) {
            registry.record(stream, new StreamState.Kept(deleting.generation()));
            LOG.info("Stream {} is deleted; its topics and its tables are kept", stream);
        }
    }

    /** Topics first: records that cannot be read are not merged. A running merge ends before the next step. */
    private void delete(StreamName stream, List<TableLocation> tables, StreamState.Deleting deleting, Runnable close) {
        close.run();
        var found = topics.find(stream);
        // Topics are deleted by the ids found before this check: a topic created later under the same name has another id.
        if (!isStillWanted(stream, deleting)) {
            return;
        }
        if (!found.isEmpty()) {
            topics.delete(stream, found);
            LOG.info("Stream {}: its topics are deleted; the tables are next", stream);
            return;
        }
        for (TableLocation table : tables) {
            if (!isStillWanted(stream, deleting)) { // The deletion of a large table takes its time.
                return;
            }
            EventTables.delete(table, StreamCalls.onProgress());
        }
        if (isStillWanted(stream, deleting)) {
            registry.record(stream, new StreamState.Deleted(deleting.generation()));
            LOG.info("Stream {} is deleted with its topics and its tables", stream);
        }
    }

    private boolean isStillWanted(StreamName stream, StreamState.Deleting deleting) {
        return registry.state(stream).equals(deleting);
    }

    private static boolean exists(TableLocation table) {
        try (TableReader reader = EventTables.read(table)) {
            return reader.status().isPresent();
        }
    }
}
