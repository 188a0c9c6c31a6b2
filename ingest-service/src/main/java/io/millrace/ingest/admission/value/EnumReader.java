package io.millrace.ingest.admission.value;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** One of the symbols of an enum. */
record EnumReader(Schema schema) implements ValueReader {
    @Override
    public @Nullable Object read(JsonParser json, ValidationErrors errors) throws IOException {
        if (!json.hasToken(JsonToken.VALUE_STRING)) {
            return errors.unexpected("string", json);
        }
        String symbol = json.getText();
        return schema.hasEnumSymbol(symbol)
                ? new GenericData.EnumSymbol(schema, symbol)
                : errors.problem("must be one of " + schema.getEnumSymbols());
    }
}
