package io.millrace.contracts.schema;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import org.jspecify.annotations.Nullable;

/** Finds in the text of a schema what Avro's parser would pass over: names given twice, text after the end, lost numbers. */
final class SchemaText {
    /** As Avro's parser reads it: with comments. */
    private static final JsonFactory JSON = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build().enable(JsonParser.Feature.ALLOW_COMMENTS);

    private SchemaText() {}

    /** The fault in the text as JSON; null when there is none. */
    static @Nullable String fault(String avsc) {
        try (JsonParser json = JSON.createParser(avsc)) {
            int depth = 0;
            do {
                JsonToken token = json.nextToken();
                if (token == null) {
                    return "no valid JSON: the text is empty";
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token == JsonToken.VALUE_NUMBER_FLOAT && vanishes(json.getText())) {
                    return "no valid JSON: a number is too small for a double and would become 0"
                            + at(json.currentTokenLocation());
                }
            } while (depth > 0);
            return json.nextToken() == null
                    ? null
                    : "there is more after the end of the schema"
                            + at(json.currentTokenLocation());
        } catch (JsonProcessingException e) {
            String reason = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field")
                    ? "a name is given twice in one object"
                    : "the text breaks the rules of JSON";
            return "no valid JSON: " + reason + at(e.getLocation());
        } catch (IOException e) {
            throw new IllegalStateException("A text in memory could not be read", e);
        }
    }

    private static boolean vanishes(String number) {
        return Double.parseDouble(number) == 0
                && number.chars().takeWhile(c -> c != 'e' && c != 'E').anyMatch(c -> c >= '1' && c <= '9');
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
