package io.millrace.bench.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;

import org.junit.jupiter.api.Test;

class AcknowledgementTest {
    @Test
    void everyResultHasAPosition() {
        assertEquals(List.of(new Acknowledgement(0, 3, 17), new Acknowledgement(1, 0, 5_000_000_000L)),
                Acknowledgement
                        .of("""
                        {"status": "stored", "results": [
                          {"index": 0, "event_id": "a", "status": "stored", "partition": 3, "offset": 17},
                          {"index": 1, "event_id": "b", "status": "stored", "partition": 0, "offset": 5000000000}]}"""));
    }

    @Test
    void anAnswerWithoutAPositionIsAFaultOfTheSuite() {
        assertThrows(IllegalArgumentException.class,
                () -> Acknowledgement.of("{\"results\": [{\"index\": 0, \"offset\": 1}]}"));
        assertThrows(IllegalArgumentException.class, () -> Acknowledgement.of("stored"));
    }
}
