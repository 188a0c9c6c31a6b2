package io.millrace.launcher.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.ServiceProcess;
import io.millrace.launcher.topic.TopicRangeReader;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableReader;
import io.millrace.table.TableStatus;

/** Waits for the table to catch up with its topic. */
final class SettledStateWatch {
    private static final long POLL_MS = 250;

    private final DemoSystem system;
    private final TableReader table;
    private final TopicRangeReader topic;

    SettledStateWatch(DemoSystem system, TableReader table, TopicRangeReader topic) {
        this.system = system;
        this.table = table;
        this.topic = topic;
    }

    /** Waits until the table has this number of rows; returns whether it had them in time. */
    boolean untilRows(long rows, Duration patience) {
        return until(() -> table.status().map(TableStatus::rows).orElse(0L) >= rows, patience);
    }

    /** Waits until everything is merged and audited, or the time is over; what is known then. */
    SettledState untilAllIsMerged(Duration patience) {
        String id = topic.id();
        BooleanSupplier done = () -> {
            SettledState now = look(id);
            return now.merged() && now.isAudited();
        };
        until(done, patience);
        return look(id);
    }

    private SettledState look(String id) {
        Map<Integer, Long> ends = new TreeMap<>();
        topic.bounds().forEach((partition, bounds) -> ends.put(partition, bounds.until()));
        Map<String, Long> marks = table.status().map(TableStatus::marks).orElse(Map.of());
        Set<String> ready = new TreeSet<>();
        if (system.batch().isReady()) {
            ready.add("batch");
        }
        if (system.stream().filter(ServiceProcess::isReady).isPresent()) {
            ready.add("stream");
        }
        return new SettledState(ends, marks(ends, marks, id, UnaryOperator.identity()),
                marks(ends, marks, id, name -> name.replaceFirst("^millrace/", "millrace-audit/")),
                system.batch().metrics().map(AuditMetric::missing).orElse(OptionalDouble.empty()), ready);
    }

    private static Map<Integer, Long> marks(Map<Integer, Long> ends, Map<String, Long> marks, String topicId,
            UnaryOperator<String> name) {
        Map<Integer, Long> found = new TreeMap<>();
        for (int partition : ends.keySet()) {
            Long mark = marks.get(name.apply(new SourcePartition(topicId, partition).applicationId()));
            if (mark != null) {
                found.put(partition, mark);
            }
        }
        return found;
    }

    /** Waits until a condition holds; returns whether it did in time. */
    boolean until(BooleanSupplier check, Duration patience) {
        Instant deadline = Instant.now().plus(patience);
        while (!check.getAsBoolean()) {
            system.requireAlive();
            if (Instant.now().isAfter(deadline)) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LauncherException("Interrupted while waiting for the table", e);
            }
        }
        return true;
    }
}
