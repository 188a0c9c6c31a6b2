package io.millrace.ingest.admission.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.core.JsonParser;
import io.millrace.contracts.record.DecodedWeight;
import io.millrace.contracts.schema.Contract;
import io.millrace.ingest.admission.ValidBodies;
import io.millrace.ingest.admission.plan.JsonInput;
import io.millrace.ingest.admission.value.ValidationErrors;
import io.millrace.ingest.config.OnInvalid;
import io.millrace.ingest.outcome.RejectionReason;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonDocumentTest {
    /** It took the end of the array for its own: a walk that goes on looking for that end never ends. */
    @Test
    void anElementThatIsReadBeyondItsEndEndsTheWalk() {
        AdmissionRequest offer = AdmissionRequest.of(StreamRouting.to(ValidBodies.QUAKES), BodyFormat.JSON,
                "[1]".getBytes(StandardCharsets.UTF_8),
                new EventIdSource.Generated(), OnInvalid.REJECT);
        JsonDocument document = new JsonDocument(new ContractReaders(1_000), offer);
        AtomicInteger elements = new AtomicInteger();

        assertThrows(IllegalStateException.class,
                () -> document.elements(new NoEvents(), (text, json) -> {
                    assertEquals(1, elements.incrementAndGet(), "elements of an array of one");
                    json.nextToken();
                }));
    }

    /** Expects no event: the element is not read as one. */
    private static final class NoEvents implements EventSink {
        @Override
        public int count() {
            return 0;
        }

        @Override
        public boolean full() {
            return false;
        }

        @Override
        public ValidationErrors errors() {
            throw new AssertionError("an event");
        }

        @Override
        public boolean written(ContractReader reader, JsonInput in, boolean alone, EventContext about) {
            throw new AssertionError("an event");
        }

        @Override
        public void event(ContractReader reader, JsonParser json, EventContext about) {
            throw new AssertionError("an event");
        }

        @Override
        public void decoded(Contract contract, GenericData.@Nullable Record event, ValidationErrors errors,
                boolean idGenerated, EventContext about) {
            throw new AssertionError("an event");
        }

        @Override
        public void broken(@Nullable Contract contract, RejectionReason fault, String pointer, String reason,
                EventContext about) {
            throw new AssertionError("an event");
        }

        @Override
        public void tooHeavy(Contract contract, EventContext about) {
            throw new AssertionError("an event");
        }

        @Override
        public DecodedWeight weight() {
            throw new AssertionError("an event");
        }

        @Override
        public void skipped() {
            throw new AssertionError("an event");
        }
    }
}
