package io.millrace.bench.chaos;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Where the gateway says that an event is in Kafka.
 *
 * @param index
 *            of the event in its request, from 0
 * @param partition
 *            the partition
 * @param offset
 *            the offset
 */
record Acknowledgement(int index, int partition, long offset) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Those of a request. */
    static List<Acknowledgement> of(String body) {
        JsonNode answer;
        try {
            answer = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The gateway acknowledged with something that is no JSON: " + body, e);
        }
        List<Acknowledgement> found = new ArrayList<>();
        for (JsonNode result : answer.path("results")) {
            found.add(of(result));
        }
        return found;
    }

    /** That of one event. */
    static Acknowledgement of(JsonNode result) {
        return new Acknowledgement(result.required("index").asInt(), result.required("partition").asInt(),
                result.required("offset").asLong());
    }
}
