package io.millrace.ingest.admission.value;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

/**
 * The members of one JSON object, without reading what is inside of them.
 *
 * @param texts
 *            numbers, strings and booleans as text
 * @param values
 *            every member but nulls, as it is written
 */
public record JsonScalars(Map<String, String> texts, Map<String, JsonText> values) {
    /**
     * Reads the value at the parser's current token, and leaves the parser at its end; no members when it is no object.
     */
    public static JsonScalars read(JsonText text, JsonParser json) throws IOException {
        if (!json.hasToken(JsonToken.START_OBJECT)) {
            json.skipChildren();
            return new JsonScalars(Map.of(), Map.of());
        }
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, JsonText> values = new LinkedHashMap<>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                texts.put(name, json.getText());
            }
            JsonText value = text.value(json);
            if (token != JsonToken.VALUE_NULL) {
                values.put(name, value);
            }
        }
        return new JsonScalars(texts, values);
    }

    /** The members of the object that the text is; none when it is something else. */
    public static JsonScalars of(JsonText text, StrictJson syntax) throws IOException {
        try (JsonParser json = text.parser(syntax)) {
            json.nextToken();
            return read(text, json);
        }
    }
}
