package io.millrace.bench.alerts;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What a listed alert may be about, so that it does not hide another one of the same name. */
class FaultTest {
    private static final String STREAM = "letters";

    @Test
    void aFaultOfOneStreamExplainsNoAlertOfAnother() {
        assertTrue(new PoisonedTopic(1).explains(about("letters", ""), STREAM));
        assertTrue(new PoisonedTopic(1).explains(about("", ""), STREAM));
        assertFalse(new PoisonedTopic(1).explains(about("other", ""), STREAM));
    }

    @Test
    void aHangingServiceExplainsNoOtherMissingOne() {
        HangingProcess batch = new HangingProcess(HangingProcess.BATCH);

        assertTrue(batch.explains(about("", "batch-service"), STREAM));
        assertTrue(batch.explains(about("other", ""), STREAM));
        assertFalse(batch.explains(about("", "stream-service"), STREAM));
        assertFalse(new HangingProcess(HangingProcess.REGISTRY).explains(about("", "stream-service"), STREAM));
    }

    private static Firing about(String stream, String service) {
        return new Firing("A", stream, service, "{}");
    }
}
