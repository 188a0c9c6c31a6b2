package io.millrace.ingest.admission.value;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.contracts.schema.TextRules;
import org.jspecify.annotations.Nullable;

/** Objects as maps. The entries are sorted, so that equal events have equal bytes whatever order they came in. */
record MapReader(ValueReader values) implements ValueReader {
    @Override
    public @Nullable Object read(JsonParser json, Findings findings) throws IOException {
        if (!json.hasToken(JsonToken.START_OBJECT)) {
            return findings.unexpected("object", json);
        }
        Map<String, @Nullable Object> entries = new TreeMap<>();
        for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            json.nextToken();
            findings.into(key);
            String fault = TextRules.fault(key);
            if (fault != null) {
                findings.problem("the key " + fault);
            }
            entries.put(key, values.read(json, findings));
            findings.out();
        }
        return entries;
    }
}
