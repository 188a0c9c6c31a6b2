package io.millrace.ingest.admission.value;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.contracts.record.DecodedWeight;
import io.millrace.contracts.schema.TextRules;
import org.jspecify.annotations.Nullable;

/** Objects as maps. The entries are sorted, so that equal events have equal bytes whatever order they came in. */
record MapReader(ValueReader values) implements ValueReader {
    @Override
    public @Nullable Object read(JsonParser json, ValidationErrors errors) throws IOException {
        if (!json.hasToken(JsonToken.START_OBJECT)) {
            return errors.unexpected("object", json);
        }
        errors.charge(DecodedWeight.MAP);
        Map<String, @Nullable Object> entries = new TreeMap<>();
        for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            json.nextToken();
            errors.charge(DecodedWeight.ENTRY + DecodedWeight.TEXT + ValidationErrors.ELEMENT);
            errors.into(key);
            String fault = TextRules.fault(key);
            if (fault != null) {
                errors.problem("the key " + fault);
            }
            entries.put(key, values.read(json, errors));
            errors.out();
        }
        return entries;
    }
}
