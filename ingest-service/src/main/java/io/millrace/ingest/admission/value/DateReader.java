package io.millrace.ingest.admission.value;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/** Dates: an integer in days since 1970-01-01, or {@code yyyy-MM-dd}. */
record DateReader() implements ValueReader {
    private static final Pattern ISO_DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    @Override
    public @Nullable Object read(JsonParser json, ValidationErrors errors) throws IOException {
        if (!json.hasToken(JsonToken.VALUE_STRING)) {
            return WholeNumberReader.INT.read(json, errors, "integer in days or yyyy-MM-dd string");
        }
        try {
            String text = json.getText();
            if (ISO_DATE.matcher(text).matches()) {
                return Math.toIntExact(LocalDate.parse(text).toEpochDay());
            }
        } catch (DateTimeException e) {
            return errors.problem("is no day of the calendar");
        }
        return errors.problem("expected integer in days or yyyy-MM-dd string");
    }
}
