package io.millrace.bench.chaos;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.bench.chaos.history.Certainty;
import io.millrace.bench.chaos.history.Discrepancies;
import io.millrace.bench.chaos.history.Discrepancy;
import io.millrace.bench.chaos.history.RowsCheck;
import io.millrace.bench.chaos.history.SentEvents;

/**
 * The result of a run.
 *
 * @param seed
 *            of the run
 * @param faults
 *            number of faults
 * @param counts
 *            of the table
 * @param letters
 *            of the table of dead letters
 * @param sent
 *            every event
 * @param recoveries
 *            how long each took
 * @param loaded
 *            how long events were sent
 * @param worstPause
 *            the longest pause of freshness without a fault
 * @param others
 *            the share of the processors that other programs took meanwhile, from 0 to 1; empty when it is not known
 * @param found
 *            what is not as promised
 */
record ChaosReport(long seed, int faults, RowsCheck.Counts counts, long letters, SentEvents sent, Recoveries recoveries,
        Duration loaded, Duration worstPause, OptionalDouble others, Discrepancies found) {
    private static final double MILLIS = 1_000;
    private static final int PERCENT = 100;

    /** What the run lacks to prove anything; empty when it lacks nothing. */
    List<String> lacks() {
        List<String> lacks = new ArrayList<>();
        if (faults == 0) {
            lacks.add("no fault was done");
        }
        if (sent.count(Certainty.ACKED) == 0) {
            lacks.add("no event was acknowledged");
        }
        if (counts.rows() == 0) {
            lacks.add("no row was checked");
        }
        if (letters == 0) {
            lacks.add("no letter was checked");
        }
        return lacks;
    }

    boolean ok() {
        return found.isEmpty();
    }

    /** The first discrepancies of each kind. */
    List<String> named() {
        return found.named();
    }

    /**
     * The line of the scoreboard.
     *
     * @param command
     *            that repeats the run
     * @param leftOut
     *            the kinds of faults that the machine could not do
     */
    ObjectNode record(LocalDate date, String command, List<String> leftOut) {
        ObjectNode json = new ObjectMapper().createObjectNode().put("date", date.toString()).put("command", command)
                .put("seed", seed).put("load_s", loaded.toSeconds()).put("faults", faults)
                .put("acked", sent.count(Certainty.ACKED)).put("in_doubt", sent.count(Certainty.IN_DOUBT))
                .put("rows", counts.rows()).put("dead_lettered", letters);
        ObjectNode discrepancies = json.putObject("found");
        for (Discrepancy kind : Discrepancy.values()) {
            if (found.count(kind) > 0) {
                discrepancies.put(kind.label(), found.count(kind));
            }
        }
        recoveries.list(json.putObject("recovery_ms"));
        if (!leftOut.isEmpty()) {
            leftOut.forEach(json.putArray("left_out")::add);
        }
        others.ifPresent(share -> json.put("others_percent", Math.round(share * PERCENT)));
        return withVerdict(json);
    }

    ObjectNode json() {
        ObjectNode json = new ObjectMapper().createObjectNode().put("seed", seed).put("faults", faults);
        recoveries.report(json.putObject("recovery"));
        json.put("acked", sent.count(Certainty.ACKED)).put("in_doubt", sent.count(Certainty.IN_DOUBT))
                .put("rows", counts.rows()).put("lost", found.count(Discrepancy.LOST))
                .put("duplicates", found.count(Discrepancy.DUPLICATE)).put("ghosts", found.count(Discrepancy.GHOST))
                .put("wrong_revision", found.count(Discrepancy.WRONG_REVISION))
                .put("lost_by_faults", counts.lostByFaults())
                .put("dead_lettered", letters);
        for (Discrepancy kind : Discrepancy.values()) {
            if (kind.ordinal() > Discrepancy.WRONG_REVISION.ordinal()) {
                json.put(kind.label(), found.count(kind));
            }
        }
        return withVerdict(json);
    }

    private ObjectNode withVerdict(ObjectNode json) {
        return json.put("worst_recovery_s", recoveries.worst()).put("worst_pause_s", worstPause.toMillis() / MILLIS)
                .put("ok", ok());
    }
}
