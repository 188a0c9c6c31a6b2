package io.millrace.ingest.admission.value;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.contracts.record.DecodedWeight;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** Arrays. */
record ArrayReader(Schema schema, ValueReader elements) implements ValueReader {
    @Override
    public @Nullable Object read(JsonParser json, ValidationErrors errors) throws IOException {
        if (!json.hasToken(JsonToken.START_ARRAY)) {
            return errors.unexpected("array", json);
        }
        errors.charge(DecodedWeight.LIST);
        List<@Nullable Object> values = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            errors.charge(ValidationErrors.ELEMENT);
            errors.into(values.size());
            values.add(elements.read(json, errors));
            errors.out();
        }
        return new GenericData.Array<>(schema, values);
    }
}
