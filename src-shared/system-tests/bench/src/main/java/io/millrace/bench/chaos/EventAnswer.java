package io.millrace.bench.chaos;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.bench.chaos.history.Certainty;

/**
 * What a problem says of one event of its request: some may be stored though the request as a whole is not.
 *
 * @param certainty
 *            whether it is stored
 * @param at
 *            where it is in Kafka, when it is stored
 */
record EventAnswer(Certainty certainty, Optional<Acknowledgement> at) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Those that a problem names, by the index of the event in the request; none when it names none. */
    static Map<Integer, EventAnswer> of(String problem) {
        Map<Integer, EventAnswer> answers = new HashMap<>();
        for (JsonNode result : results(problem)) {
            answers.put(result.required("index").asInt(), switch (result.path("status").asText()) {
                case "stored" -> new EventAnswer(Certainty.ACKED, Optional.of(Acknowledgement.of(result)));
                case "not_stored", "rejected" -> new EventAnswer(Certainty.FAILED, Optional.empty());
                default -> new EventAnswer(Certainty.IN_DOUBT, Optional.empty());
            });
        }
        return answers;
    }

    private static JsonNode results(String problem) {
        try {
            return JSON.readTree(problem).path("results");
        } catch (JsonProcessingException e) {
            return JSON.missingNode(); // An answer of something else than the gateway's own code names no event.
        }
    }
}
