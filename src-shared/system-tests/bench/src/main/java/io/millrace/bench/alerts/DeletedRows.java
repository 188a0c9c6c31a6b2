package io.millrace.bench.alerts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Another writer deletes rows that were not audited yet: batch-service stands still until then. */
record DeletedRows() implements Fault {
    private static final Duration MERGED = Duration.ofSeconds(30);
    private static final String DATE = "2026-01-03";

    @Override
    public Map<String, String> make(Place place) throws IOException, InterruptedException {
        long batch = place.system().pid(HangingProcess.BATCH);
        LabSystem.signal("STOP", batch);
        try {
            place.system().send(place.stream(), ProbeEvents.at(20, Instant.parse(DATE + "T00:00:00Z")));
            ForeignCommit log = ForeignCommit.of(place);
            Waiting.until("the events are merged", MERGED, () -> merged(log).size() > 0);
            log.remove(merged(log));
        } finally {
            LabSystem.signal("CONT", batch);
        }
        return Map.of();
    }

    /** The newest file of the partition; empty when there is none. */
    private static JsonNode merged(ForeignCommit log) {
        try {
            return log.actions("add").reversed().stream()
                    .filter(add -> DATE.equals(add.path("partitionValues").path("event_date").asText())).findFirst()
                    .orElseGet(() -> JsonNodeFactory.instance.objectNode());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
