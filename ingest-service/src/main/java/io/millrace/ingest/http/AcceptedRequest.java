package io.millrace.ingest.http;

import java.util.function.LongPredicate;

import io.millrace.contracts.access.Principal;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.admission.format.AdmissionRequest;
import io.millrace.ingest.admission.format.BodyFormat;
import io.millrace.ingest.admission.format.CloudEventAttributes;
import io.millrace.ingest.admission.format.EventIdSource;
import io.millrace.ingest.admission.format.StreamRouting;
import io.millrace.ingest.config.OnInvalid;
import io.millrace.ingest.config.TimePrecision;
import io.millrace.ingest.http.coding.ContentCoding;
import io.millrace.ingest.http.syntax.IdempotencyKey;
import io.millrace.ingest.http.syntax.Preferences;
import org.jspecify.annotations.Nullable;

/**
 * A request that passed the preflight checks: its body may be read.
 *
 * @param contract
 *            of the stream that all its events go to; null when each event says where it goes
 * @param routing
 *            where its events go
 * @param format
 *            what its body is
 * @param coding
 *            what its body is packed with
 * @param eventId
 *            the id of the one event, as the path gives it; null when the path gives none
 * @param idempotencyKey
 *            the caller's key of the request; null when it has none
 * @param preferences
 *            what the caller prefers
 * @param onInvalid
 *            what becomes of it when some events are invalid
 * @param attributes
 *            of the CloudEvent whose data the body is; null when it is none
 * @param schemaId
 *            of the Avro schema that the body was written with; null when it does not say
 * @param precision
 *            what becomes of times that are too precise for their field
 */
public record AcceptedRequest(
        @Nullable Contract contract,
        StreamRouting routing,
        BodyFormat format,
        ContentCoding coding,
        @Nullable String eventId,
        @Nullable IdempotencyKey idempotencyKey,
        Preferences preferences,
        OnInvalid onInvalid,
        @Nullable CloudEventAttributes attributes,
        @Nullable Long schemaId,
        TimePrecision precision) {
    /** The stream that all its events go to; null when each event names its own. */
    @Nullable
    StreamName stream() {
        return contract == null ? null : contract.stream();
    }

    /**
     * The request with its body.
     *
     * @param sender
     *            the authenticated caller
     * @param memory
     *            takes memory beyond the bytes of the body; false when it is not available
     */
    AdmissionRequest admissionRequest(byte[] body, Principal sender, LongPredicate memory) {
        return new AdmissionRequest(routing, format, body, eventIds(sender), onInvalid, attributes, schemaId,
                precision, memory);
    }

    private EventIdSource eventIds(Principal sender) {
        if (eventId != null) {
            return new EventIdSource.Given(eventId);
        }
        // The same key of two callers stands for different requests.
        return idempotencyKey == null
                ? new EventIdSource.Generated()
                : new EventIdSource.Derived(
                        sender.name() + "\n" + idempotencyKey.header() + "\n" + idempotencyKey.value());
    }

    /** The ingest format, as the Kafka header of the events names it. */
    String source() {
        return attributes == null ? format.source() : BodyFormat.CLOUD_EVENTS.source();
    }
}
