package io.millrace.ingest.admission.format;

import java.util.Map;

import io.millrace.ingest.admission.value.RecordReader;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of an event beside its fields.
 *
 * @param line
 *            its line in the body, from 1; null when the format has no lines
 * @param id
 *            its id, when it stands outside its fields
 * @param headers
 *            Kafka headers of this event alone
 * @param defaults
 *            values for fields that it does not have
 * @param original
 *            its bytes in the request
 */
public record EventContext(
        @Nullable Integer line,
        @Nullable EventId id,
        Map<String, String> headers,
        RecordReader.DefaultValues defaults,
        Original original) {
    /** The bytes of an event in the request, made when the event is quarantined. */
    public interface Original {
        /** The bytes. */
        byte[] bytes();
    }

    static EventContext of(@Nullable Integer line, Original original) {
        return new EventContext(line, null, Map.of(), RecordReader.DefaultValues.NOTHING, original);
    }
}
