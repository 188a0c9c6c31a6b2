package io.millrace.bench.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.millrace.bench.chaos.fault.ProcessRole;
import io.millrace.bench.chaos.fault.Victim;
import io.millrace.bench.chaos.history.Discrepancies;
import io.millrace.bench.chaos.history.Discrepancy;
import io.millrace.launcher.local.LauncherException;
import io.millrace.table.TableRefusedException;
import io.millrace.table.TableUnavailableException;
import org.apache.kafka.common.KafkaException;

/**
 * Waits until the system is fresh again after a fault, and then until each process does its part; between the faults it watches
 * that the system stays fresh. Used by one thread.
 */
final class RecoveryWatch {
    /** The longest pause without a fault: several times the freshness that the contract asks for, as the machine may be busy. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final long POLL_MILLIS = 200;

    private final List<Victim> victims;
    private final Backlog backlog;
    private final Activity activity;
    private final Discrepancies found;
    private final Duration longestPause;
    private Map<String, Double> handledBefore = Map.of();
    private String obstacles = "";
    private Duration worstPause = Duration.ZERO;

    /** Of the topic of events, and of that of dead letters. */
    private record Ends(Map<Integer, Long> events, Map<Integer, Long> letters) {}

    RecoveryWatch(List<Victim> victims, Backlog backlog, Activity activity, Discrepancies found) {
        this(victims, backlog, activity, found, LONGEST_PAUSE);
    }

    /**
     * @param longestPause
     *            without a fault: a longer one is found
     */
    RecoveryWatch(List<Victim> victims, Backlog backlog, Activity activity, Discrepancies found,
            Duration longestPause) {
        this.longestPause = longestPause;
        this.victims = victims;
        this.backlog = backlog;
        this.activity = activity;
        this.found = found;
    }

    /**
     * Waits until every process says that it is ready, each gateway has acknowledged a request that began after this was asked
     * for, and every record that was in Kafka then is merged. The time that it took, or empty when it did not happen in time.
     */
    Optional<Duration> recover(Duration patience) throws InterruptedException {
        long start = System.nanoTime();
        handledBefore = activity.handled();
        Optional<Map<Integer, Long>> ends = Optional.empty();
        obstacles = "";
        while (System.nanoTime() - start < patience.toNanos()) {
            restartWhatEnded();
            List<String> deaf = activity.notAccepting(start);
            if (ends.isEmpty() && deaf.isEmpty()) {
                ends = ends();
            }
            String obstacle = unready();
            obstacle = obstacle.isEmpty() && !deaf.isEmpty()
                    ? "no event is accepted by " + String.join(", ", deaf)
                    : obstacle;
            obstacle = obstacle.isEmpty() ? lag(ends) : obstacle;
            if (obstacle.isEmpty()) {
                return Optional.of(Duration.ofNanos(System.nanoTime() - start));
            }
            obstacles = obstacle;
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return Optional.empty();
    }

    /** Waits until every process is ready and every record that is in Kafka is merged, without events being sent; whether it happened. */
    boolean drain(Duration patience) throws InterruptedException {
        long start = System.nanoTime();
        Optional<Map<Integer, Long>> ends = Optional.empty();
        while (System.nanoTime() - start < patience.toNanos()) {
            restartWhatEnded();
            ends = ends.isEmpty() ? ends() : ends;
            obstacles = unready();
            obstacles = obstacles.isEmpty() ? lag(ends) : obstacles;
            if (obstacles.isEmpty()) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return false;
    }

    /**
     * After {@link #recover}: waits until each stream writer has merged something since the fault, and batch-service has brought
     * bronze table and letters to where Kafka is now. One writer makes the table fresh though another one stands still. Meanwhile
     * the system must stay fresh, as in {@link #stayFresh}.
     *
     * @return what does not work when it did not happen in time; else empty
     */
    String atWork(Duration patience) throws InterruptedException {
        long start = System.nanoTime();
        Optional<Ends> ends = Optional.empty();
        String idle = "";
        while (System.nanoTime() - start < patience.toNanos()) {
            restartWhatEnded();
            ends = ends.isEmpty() ? bothEnds() : ends;
            idle = idle(ends);
            if (idle.isEmpty()) {
                return "";
            }
            sample(patience);
        }
        return idle;
    }

    /** After a new start the sum begins at 0 again, so that each change is work, and a writer that does not answer has 0. */
    private static boolean isIdle(double handled, double before) {
        return handled == 0 || handled == before;
    }

    private String idle(Optional<Ends> ends) {
        Map<String, Double> now = activity.handled();
        List<String> idle = victims.stream().filter(victim -> victim.role() == ProcessRole.STREAM).map(Victim::name)
                .filter(name -> isIdle(now.getOrDefault(name, 0.0), handledBefore.getOrDefault(name, 0.0)))
                .toList();
        if (!idle.isEmpty()) {
            return "nothing is merged by " + String.join(", ", idle);
        }
        try {
            return ends.isPresent() && backlog.isCollected(ends.get().events(), ends.get().letters())
                    ? ""
                    : "the bronze table or the letters are behind";
        } catch (KafkaException | LauncherException | TableUnavailableException | TableRefusedException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /**
     * Watches until a time, and as long as a pause lasts: without a fault, each process must be ready, each record be merged, and
     * each gateway acknowledge something, within the longest pause.
     *
     * @param untilNanos
     *            by {@link System#nanoTime()}
     * @param patience
     *            after which a pause is given up
     */
    void stayFresh(long untilNanos, Duration patience) throws InterruptedException {
        while (untilNanos - System.nanoTime() > 0) {
            sample(patience);
        }
    }

    /** Waits until what is in Kafka now is merged: as long as it takes is the pause. */
    private void sample(Duration patience) throws InterruptedException {
        long start = System.nanoTime();
        Optional<Map<Integer, Long>> ends = ends();
        String pause = pause(ends);
        boolean named = false;
        while (!pause.isEmpty() && System.nanoTime() - start < patience.toNanos()) {
            if (!named && System.nanoTime() - start > longestPause.toNanos()) {
                found.add(Discrepancy.PAUSE, "without a fault, for more than " + longestPause.toSeconds() + " s: "
                        + pause);
                named = true;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            ends = ends.isEmpty() ? ends() : ends;
            pause = pause(ends);
        }
        Duration length = Duration.ofNanos(System.nanoTime() - start);
        worstPause = length.compareTo(worstPause) > 0 ? length : worstPause;
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }

    private String pause(Optional<Map<Integer, Long>> ends) {
        restartWhatEnded();
        List<String> deaf = activity.notAccepting(System.nanoTime() - longestPause.toNanos());
        String obstacle = deaf.isEmpty() ? lag(ends) : "no event is accepted by " + String.join(", ", deaf);
        return obstacle.isEmpty() ? unready() : obstacle;
    }

    private String unready() {
        List<String> unready = victims.stream().filter(victim -> !victim.isReady()).map(Victim::name).toList();
        return unready.isEmpty() ? "" : "not ready: " + String.join(", ", unready);
    }

    private String lag(Optional<Map<Integer, Long>> ends) {
        if (ends.isEmpty()) {
            return "Kafka does not answer";
        }
        try {
            return backlog.isMerged(ends.get()) ? "" : "records in Kafka are not merged";
        } catch (TableUnavailableException | TableRefusedException e) {
            return "the table cannot be read: " + e.getMessage();
        }
    }

    /** Empty while Kafka does not answer. */
    private Optional<Map<Integer, Long>> ends() {
        try {
            return Optional.of(backlog.ends());
        } catch (KafkaException | LauncherException away) {
            return Optional.empty();
        }
    }

    /** Empty while Kafka does not answer. */
    private Optional<Ends> bothEnds() {
        try {
            return Optional.of(new Ends(backlog.ends(), backlog.letterEnds()));
        } catch (KafkaException | LauncherException away) {
            return Optional.empty();
        }
    }

    /** As a cluster would do it, also with a process that says that only a restart helps. Both are discrepancies, unless a fault needs a restart. */
    void restartWhatEnded() {
        for (Victim victim : victims) {
            if (!victim.process().isAlive()) {
                victim.noteEnd();
                victim.start();
            }
            victim.restartIfItAsks();
            victim.ends().forEach(end -> found.add(Discrepancy.ENDED_BY_ITSELF, end));
        }
    }

    /** What kept the system from being fresh, or was the last to do so; empty when nothing did. */
    String obstacles() {
        return obstacles;
    }

    /** The longest time without a fault until a record was merged that was in Kafka, or an event was accepted. */
    Duration worstPause() {
        return worstPause;
    }
}
