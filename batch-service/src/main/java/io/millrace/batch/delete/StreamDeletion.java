package io.millrace.batch.delete;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import io.millrace.contracts.registry.ContractRegistry;
import io.millrace.contracts.registry.StreamState;
import io.millrace.contracts.schema.StreamName;
import io.millrace.table.TableLocation;
import io.millrace.table.TableReader;
import io.millrace.table.factory.EventTables;
import org.jboss.logging.Logger;

/**
 * Carries the deletion of a stream to its end. The registry says what is to be done until it is done, and every step finds
 * out by itself how far the one before came: a process may be killed at any point.
 */
public final class StreamDeletion {
    private static final Logger LOG = Logger.getLogger(StreamDeletion.class);

    private final ContractRegistry registry;
    private final DeletedTopics topics;
    private final Duration delay;
    private final Clock clock;

    /**
     * @param delay
     *            from when a deletion was asked for to its first step: the other services have seen it by then
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
     * @param merge
     *            merges what the topic has and the table has not
     * @param close
     *            closes the table where it is open
     */
    public void step(StreamName stream, TableLocation table, StreamState.Deleting deleting, Runnable merge,
            Runnable close) {
        if (clock.instant().isBefore(deleting.since().plus(delay))) {
            return;
        }
        boolean delete = switch (deleting.data()) {
            case KEEP -> false;
            case DELETE -> true;
            case KEEP_UNLESS_EMPTY -> topics.areEmpty(stream) && !exists(table);
        };
        if (delete) {
            delete(stream, table, deleting, close);
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
            LOG.infof("Stream %s is deleted; its topics and its table are kept", stream);
        }
    }

    /** Topics first: what nobody can read any more is not merged. A merge that is under way ends before the next step. */
    private void delete(StreamName stream, TableLocation table, StreamState.Deleting deleting, Runnable close) {
        close.run();
        var found = topics.find(stream);
        // Topics are deleted by the ids found before this: one of the same name that is made later is another topic.
        if (!isStillWanted(stream, deleting)) {
            return;
        }
        if (!found.isEmpty()) {
            topics.delete(stream, found);
            LOG.infof("Stream %s: its topics are deleted; the table is next", stream);
            return;
        }
        EventTables.delete(table);
        if (isStillWanted(stream, deleting)) {
            registry.record(stream, new StreamState.Deleted(deleting.generation()));
            LOG.infof("Stream %s is deleted with its topics and its table", stream);
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
