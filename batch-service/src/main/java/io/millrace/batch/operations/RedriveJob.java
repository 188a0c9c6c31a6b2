package io.millrace.batch.operations;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.letters.Redrive;
import io.millrace.landing.letters.RedriveObstacle;
import org.jspecify.annotations.Nullable;

/** A redrive of this process: running, done, cancelled or failed. */
final class RedriveJob {
    private final String id = UUID.randomUUID().toString();
    private final StreamName stream;
    private final String startedBy;
    private final Instant startedAt;
    private volatile boolean cancelled;
    private volatile @Nullable Redrive redrive;
    private volatile Outcome outcome = new Outcome(Phase.RUNNING, "");

    private enum Phase {
        RUNNING, DONE, CANCELLED, FAILED
    }

    private record Outcome(Phase phase, String failure) {}

    RedriveJob(StreamName stream, String startedBy, Instant startedAt) {
        this.stream = stream;
        this.startedBy = startedBy;
        this.startedAt = startedAt;
    }

    String id() {
        return id;
    }

    StreamName stream() {
        return stream;
    }

    boolean isRunning() {
        return outcome.phase() == Phase.RUNNING;
    }

    /** Ends it before the next letter. */
    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** The redrive whose progress is shown. */
    void shows(Redrive started) {
        redrive = started;
    }

    void ended(Redrive.Counts counts) {
        outcome = new Outcome(counts.cancelled() ? Phase.CANCELLED : Phase.DONE, "");
    }

    void failed(String cause) {
        outcome = new Outcome(Phase.FAILED, cause);
    }

    ObjectNode json() {
        Outcome now = outcome;
        Redrive.Counts counts = Optional.ofNullable(redrive).map(Redrive::progress)
                .orElseGet(() -> new Redrive.Counts(0, Map.of(), false));
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", id).put("stream", stream.value())
                .put("state", now.phase().name().toLowerCase(Locale.ROOT)).put("started_by", startedBy)
                .put("started_at", startedAt.toString()).put("redriven", counts.redriven());
        ObjectNode left = json.putObject("left");
        new TreeMap<RedriveObstacle, Long>(counts.left())
                .forEach((obstacle, letters) -> left.put(obstacle.code(), letters));
        return now.failure().isEmpty() ? json : json.put("failure", now.failure());
    }
}
