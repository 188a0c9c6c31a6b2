package io.millrace.ingest.admission.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.ingest.admission.EventAdmission;
import io.millrace.ingest.admission.LawfulBodies;
import io.millrace.ingest.admission.Limits;
import io.millrace.ingest.admission.RequestReading;
import io.millrace.ingest.config.OnInvalid;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;


class JsonDocumentTest {
    /** It took the end of the array for its own: a walk that goes on looking for that end never ends. */
    @Test
    void anElementThatIsReadBeyondItsEndEndsTheWalk() {
        Limits limits = new Limits(10, 1_000);
        Offer offer = Offer.of(Routing.to(LawfulBodies.QUAKES), BodyFormat.JSON, "[1]".getBytes(StandardCharsets.UTF_8),
                new Naming.Generated(), OnInvalid.REJECT);
        JsonDocument document = new JsonDocument(new EventAdmission(limits, Clock.systemUTC()), offer);
        AtomicInteger elements = new AtomicInteger();

        assertThrows(IllegalStateException.class,
                () -> document.elements(new RequestReading(offer, limits, 0), (text, json) -> {
                    assertEquals(1, elements.incrementAndGet(), "elements of an array of one");
                    json.nextToken();
                }));
    }
}
