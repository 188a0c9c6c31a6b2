package io.millrace.ingest.admission.value;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import org.jspecify.annotations.Nullable;

/** Reads JSON values as Avro values of one schema. Immutable: built once per contract and shared by all requests. */
interface ValueReader {
    /**
     * Reads the value at the parser's current token and leaves the parser at the value's last token, also when the
     * value is refused.
     *
     * @return the Avro value; null for JSON null, and for a value that was noted in the errors
     * @throws IOException
     *             when the text is no JSON
     */
    @Nullable
    Object read(JsonParser json, ValidationErrors errors) throws IOException;
}
