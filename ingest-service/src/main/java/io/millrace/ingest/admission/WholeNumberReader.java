package io.millrace.ingest.admission;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/** Integers written as integers: neither {@code 1.0} nor {@code 1e3} is one. */
enum WholeNumberReader implements ValueReader {
    INT("int"), LONG("long");

    private final String type;

    WholeNumberReader(String type) {
        this.type = type;
    }

    @Override
    public @Nullable Object read(JsonParser json, Findings findings) throws IOException {
        if (!json.hasToken(JsonToken.VALUE_NUMBER_INT)) {
            return findings.unexpected(type, json);
        }
        if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            return findings.problem("is out of the range of " + type);
        }
        long value = json.getLongValue();
        if (this == LONG) {
            return value;
        }
        return value == (int) value ? Integer.valueOf((int) value) : findings.problem("is out of the range of int");
    }
}
