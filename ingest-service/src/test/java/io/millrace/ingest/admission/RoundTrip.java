package io.millrace.ingest.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;

import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.record.UndecodableException;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.RoleValues;
import io.millrace.ingest.admission.format.AdmissionRequest;
import io.millrace.ingest.admission.format.BodyFormat;
import io.millrace.ingest.admission.format.EventIdSource;
import io.millrace.ingest.admission.format.StreamRouting;
import io.millrace.ingest.config.OnInvalid;
import io.millrace.ingest.outcome.EventOutcome;
import io.millrace.ingest.publish.EncodedEvent;
import io.millrace.ingest.publish.OutgoingRecord;
import io.millrace.ingest.publish.QuarantinedEvent;
import org.apache.avro.generic.GenericRecord;

/**
 * What must hold of any bytes whatever: they are refused, or events come of them that are read back as they were sent.
 */
final class RoundTrip {
    private static final int MAX_EVENT_BYTES = 10_000;

    private final EventAdmission admission = new EventAdmission(new RequestLimits(50, MAX_EVENT_BYTES, 10_000_000),
            Clock.systemUTC());

    /** Offers the bytes; returns how many events were admitted. */
    int check(Contract contract, BodyFormat format, OnInvalid onInvalid, byte[] body) {
        AdmissionRequest request = AdmissionRequest.of(StreamRouting.to(contract), format, body,
                new EventIdSource.Derived("a key"), onInvalid);
        AdmissionVerdict verdict = admission.admit(request);
        assertEquals(VerdictText.of(admission.read(request)), VerdictText.of(verdict), "written and read");
        if (!(verdict instanceof AdmissionVerdict.Admitted admitted)) {
            return 0;
        }
        assertTrue(onInvalid == OnInvalid.LEAVE_OUT
                || admitted.events().stream().noneMatch(event -> event instanceof EventDisposition.Decided decided
                        && decided.outcome() instanceof EventOutcome.Rejected),
                "left out unasked");
        int events = 0;
        for (OutgoingRecord each : admitted.outgoing()) {
            switch (each) {
                case EncodedEvent event -> {
                    comesBackEqual(contract, event);
                    events++;
                }
                case QuarantinedEvent letter -> {
                    assertEquals(OnInvalid.QUARANTINE, onInvalid);
                    assertTrue(letter.original().length <= MAX_EVENT_BYTES);
                }
            }
        }
        if (format == BodyFormat.JSON && onInvalid == OnInvalid.REJECT) {
            isWhatWasSent(contract, body, admitted);
        }
        return events;
    }

    private static GenericRecord comesBackEqual(Contract contract, EncodedEvent event) {
        GenericRecord decoded = decode(contract, event.value());
        assertEquals(event.pk(), decoded.get(contract.roles().pk()).toString());
        assertEquals(event.eventId(), decoded.get(contract.roles().eventId()).toString());
        assertInstanceOf(RoleValues.Reading.Lawful.class, RoleValues.read(contract, decoded));
        // The entries of a map come back in any order: the bytes are as many, and mean the same.
        byte[] again = RecordCodec.encode(contract, decoded);
        assertEquals(event.value().length, again.length);
        assertEquals(decoded, decode(contract, again));
        return decoded;
    }

    private static void isWhatWasSent(Contract contract, byte[] body, AdmissionVerdict.Admitted admitted) {
        Object tree;
        try {
            tree = JsonTree.read(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<?> sent = tree instanceof List<?> list ? list : List.of(assertInstanceOf(Map.class, tree));
        assertEquals(sent.size(), admitted.events().size(), "an event is lost or made up");
        for (int i = 0; i < sent.size(); i++) {
            var send = assertInstanceOf(EventDisposition.Send.class, admitted.events().get(i));
            var event = assertInstanceOf(EncodedEvent.class, admitted.outgoing().get(send.index()));
            SameEvent.check((Map<?, ?>) sent.get(i), decode(contract, event.value()), contract.roles().eventId());
        }
    }

    private static GenericRecord decode(Contract contract, byte[] value) {
        try {
            return RecordCodec.decode(value, contract.schema(), contract.schema());
        } catch (UndecodableException e) {
            throw new AssertionError("what was admitted cannot be read", e);
        }
    }
}
