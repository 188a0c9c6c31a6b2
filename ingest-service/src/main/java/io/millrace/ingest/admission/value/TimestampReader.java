package io.millrace.ingest.admission.value;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.ingest.config.TimePrecision;
import org.jspecify.annotations.Nullable;

/**
 * Instants: an integer in the unit of the field, or RFC 3339 text with an offset. Text that is more precise than the
 * unit is refused or cut, as the caller chose.
 */
enum TimestampReader implements ValueReader {
    MILLIS("milliseconds", 1_000L), MICROS("microseconds", 1_000_000L);

    private static final Pattern RFC_3339 = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})");
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final String unit;
    private final String expected;
    private final long perSecond;

    TimestampReader(String unit, long perSecond) {
        this.unit = unit;
        this.expected = "integer in " + unit + " or RFC 3339 string";
        this.perSecond = perSecond;
    }

    @Override
    public @Nullable Object read(JsonParser json, ValidationErrors errors) throws IOException {
        if (!json.hasToken(JsonToken.VALUE_STRING)) {
            return WholeNumberReader.LONG.read(json, errors, expected);
        }
        OffsetDateTime time = parse(json.getText());
        if (time == null) {
            return errors.problem("expected " + expected + " with an offset");
        }
        long nanosPerUnit = NANOS_PER_SECOND / perSecond;
        if (time.getNano() % nanosPerUnit != 0 && errors.precision() == TimePrecision.EXACT) {
            return errors.problem("is more precise than " + unit
                    + "; round it, or send Prefer: timestamps=truncate to cut the digits off");
        }
        return time.toEpochSecond() * perSecond + time.getNano() / nanosPerUnit;
    }

    private static @Nullable OffsetDateTime parse(String text) {
        if (!RFC_3339.matcher(text).matches()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text.toUpperCase(Locale.ROOT));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
