package io.millrace.bench.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.millrace.bench.chaos.fault.Victim;
import io.millrace.bench.chaos.history.Discrepancies;
import io.millrace.bench.chaos.history.Discrepancy;
import io.millrace.launcher.local.LauncherException;
import org.apache.kafka.common.KafkaException;

/**
 * Waits until the system is fresh again after a fault: every process says that it is ready, and every record that was in Kafka
 * when this was asked for is merged.
 */
final class RecoveryWatch {
    private static final long POLL_MILLIS = 200;

    private final List<Victim> victims;
    private final ChaosTables tables;
    private final Discrepancies found;
    private String obstacles = "";

    RecoveryWatch(List<Victim> victims, ChaosTables tables, Discrepancies found) {
        this.victims = victims;
        this.tables = tables;
        this.found = found;
    }

    /** Waits; the time that it took, or empty when it did not happen in time. */
    Optional<Duration> await(Duration patience) throws InterruptedException {
        long start = System.nanoTime();
        Optional<Map<Integer, Long>> ends = Optional.empty();
        obstacles = "";
        while (System.nanoTime() - start < patience.toNanos()) {
            restartWhatEnded();
            if (ends.isEmpty()) {
                ends = ends();
            }
            List<String> unready = victims.stream().filter(victim -> !victim.isReady()).map(Victim::name).toList();
            if (!unready.isEmpty()) {
                obstacles = "not ready: " + String.join(", ", unready);
            } else if (ends.isEmpty()) {
                obstacles = "Kafka does not answer";
            } else if (!tables.isMerged(ends.get())) {
                obstacles = "records in Kafka are not merged";
            } else {
                return Optional.of(Duration.ofNanos(System.nanoTime() - start));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return Optional.empty();
    }

    /** Empty while Kafka does not answer. */
    private Optional<Map<Integer, Long>> ends() {
        try {
            return Optional.of(tables.ends());
        } catch (KafkaException | LauncherException away) {
            return Optional.empty();
        }
    }

    /** As a cluster would do it; that it ended is a discrepancy. */
    private void restartWhatEnded() {
        for (Victim victim : victims) {
            if (!victim.process().isAlive()) {
                found.add(Discrepancy.ENDED_BY_ITSELF, victim.name() + " ended with "
                        + victim.process().exitCode().orElse(-1) + ":\n"
                        + String.join("\n", victim.process().lastLines()));
                victim.start();
            }
        }
    }

    /** What kept the system from being fresh, or was the last to do so; empty when nothing did. */
    String obstacles() {
        return obstacles;
    }
}
