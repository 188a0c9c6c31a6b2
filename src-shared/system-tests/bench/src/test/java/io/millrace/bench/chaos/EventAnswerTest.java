package io.millrace.bench.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;

import io.millrace.bench.chaos.history.Certainty;
import org.junit.jupiter.api.Test;

class EventAnswerTest {
    @Test
    void anEventThatAProblemCallsStoredIsAcknowledged() {
        assertEquals(
                Map.of(0, new EventAnswer(Certainty.ACKED, Optional.of(new Acknowledgement(0, 3, 17))),
                        1, new EventAnswer(Certainty.IN_DOUBT, Optional.empty()),
                        2, new EventAnswer(Certainty.FAILED, Optional.empty())),
                EventAnswer.of("""
                        {"status": 504, "outcome": "partial", "results": [
                          {"index": 0, "status": "stored", "partition": 3, "offset": 17},
                          {"index": 1, "status": "unknown"},
                          {"index": 2, "status": "not_stored"}]}"""));
    }

    @Test
    void aProblemWithoutResultsNamesNoEvent() {
        assertEquals(Map.of(), EventAnswer.of("{\"status\": 503, \"outcome\": \"not_stored\"}"));
        assertEquals(Map.of(), EventAnswer.of("no JSON"));
        assertEquals(Map.of(), EventAnswer.of(""));
    }
}
