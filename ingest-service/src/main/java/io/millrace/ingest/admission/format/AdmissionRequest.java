package io.millrace.ingest.admission.format;

import java.util.function.LongPredicate;

import io.millrace.ingest.config.OnInvalid;
import io.millrace.ingest.config.TimePrecision;
import org.jspecify.annotations.Nullable;

/**
 * A request to validate.
 *
 * @param routing
 *            where its events go
 * @param format
 *            how they are written down
 * @param body
 *            the bytes; not copied
 * @param naming
 *            how events are named that have no id in themselves
 * @param onInvalid
 *            what becomes of it when some events are invalid
 * @param attributes
 *            of the CloudEvent whose data the body is; null when it is none
 * @param schemaId
 *            the registry's content id of the schema that an Avro datum was written with; null when it stands in the
 *            body
 * @param precision
 *            what becomes of times that are too precise for their field
 * @param memory
 *            takes memory beyond the bytes of the body for this request; false when it is not available
 */
public record AdmissionRequest(
        StreamRouting routing,
        BodyFormat format,
        byte[] body,
        EventIdSource naming,
        OnInvalid onInvalid,
        @Nullable CloudEventAttributes attributes,
        @Nullable Long schemaId,
        TimePrecision precision,
        LongPredicate memory) {
    /** A request without preferences or metadata, on a service with enough memory. */
    public static AdmissionRequest of(StreamRouting routing, BodyFormat format, byte[] body, EventIdSource naming,
            OnInvalid onInvalid) {
        return new AdmissionRequest(routing, format, body, naming, onInvalid, null, null, TimePrecision.EXACT,
                bytes -> true);
    }

    /** Whether the body is one event and must not be an array. */
    boolean isOne() {
        return naming instanceof EventIdSource.Given || attributes != null;
    }
}
