package io.millrace.ingest.admission.format;

import java.nio.ByteBuffer;

import io.millrace.contracts.record.OverweightException;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.record.UndecodableException;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.ingest.admission.value.RecordReader;
import io.millrace.ingest.admission.value.ValidationErrors;
import io.millrace.ingest.outcome.RejectionReason;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** One Avro datum, written with any version of the contract. */
record AvroDatum(ContractReaders readers, AdmissionRequest request) {
    private static final int PREFIX = 1 + Integer.BYTES;

    void read(EventSink events) {
        CloudEventAttributes attributes = request.attributes();
        var about = attributes == null
                ? EventContext.of(null, request::body)
                : new EventContext(null, attributes.eventId(), attributes.headers(),
                        RecordReader.DefaultValues.NOTHING, request::body);
        StreamContracts contracts = request.routing().contractsOf(attributes == null ? "" : attributes.type())
                .orElse(null);
        if (contracts == null) {
            events.broken(null, RejectionReason.UNKNOWN_TYPE, "/type", "no stream is assigned to it", about);
        } else {
            read(events, contracts, request.body(), request.schemaId(), about);
        }
    }

    /**
     * Reads a datum.
     *
     * @param schemaId
     *            the content id of its schema; null when it stands before the datum, after a zero byte
     */
    void read(EventSink events, StreamContracts contracts, byte[] bytes, @Nullable Long schemaId,
            EventContext about) {
        Contract latest = contracts.latest();
        try {
            byte[] framed = schemaId == null
                    ? bytes
                    : ByteBuffer.allocate(PREFIX + bytes.length).put((byte) 0).putInt((int) (long) schemaId).put(bytes)
                            .array();
            long id = RecordCodec.contentId(framed);
            Contract writer = contracts.byContentId().get(id);
            if (writer == null) {
                throw new UndecodableException("schema id " + id + " is not a version of the contract of "
                        + latest.stream());
            }
            var event = (GenericData.Record) RecordCodec.decode(framed, writer.schema(), latest.schema(),
                    events.weight());
            ValidationErrors errors = events.errors();
            AvroText.check(latest.schema(), event, errors);
            events.decoded(latest, event, errors, false, about);
        } catch (OverweightException e) {
            events.tooHeavy(latest, about);
        } catch (UndecodableException e) {
            events.broken(latest, RejectionReason.CONTRACT_VIOLATION, "", String.valueOf(e.getMessage()), about);
        }
    }
}
