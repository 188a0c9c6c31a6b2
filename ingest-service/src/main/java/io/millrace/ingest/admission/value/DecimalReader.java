package io.millrace.ingest.admission.value;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** Decimals, as a JSON number or as the same digits in a string; never rounded. */
final class DecimalReader implements ValueReader {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,9})?");

    private final Schema schema;
    private final int precision;
    private final int scale;

    DecimalReader(Schema schema, LogicalTypes.Decimal decimal) {
        this.schema = schema;
        this.precision = decimal.getPrecision();
        this.scale = decimal.getScale();
    }

    @Override
    public @Nullable Object read(JsonParser json, ValidationErrors errors) throws IOException {
        JsonToken token = json.currentToken();
        if (token == null || !(token.isNumeric() || token == JsonToken.VALUE_STRING)) {
            return errors.unexpected("number or numeric string", json);
        }
        String digits = json.getText();
        long plain = PlainDecimal.unscaled(digits, precision, scale);
        if (plain != PlainDecimal.NONE) {
            return encoded(BigInteger.valueOf(plain));
        }
        if (digits.length() > StrictJson.MAX_NUMBER_LENGTH || !NUMBER.matcher(digits).matches()) {
            return errors.problem("expected a decimal number of at most " + StrictJson.MAX_NUMBER_LENGTH
                    + " characters");
        }
        BigDecimal value = new BigDecimal(digits);
        if (value.scale() > scale) {
            value = value.stripTrailingZeros();
        }
        if (value.scale() > scale) {
            return errors.problem("expected at most " + scale + " decimal places");
        }
        // Counted before the number is written out: 1e999999999 has few characters and a billion digits.
        long digitsAtScale = value.signum() == 0 ? 0 : (long) value.precision() - value.scale() + scale;
        if (digitsAtScale > precision) {
            return errors.problem("expected at most " + precision + " digits, " + scale + " of them decimal places");
        }
        return encoded((value.signum() == 0 ? BigDecimal.ZERO : value).setScale(scale).unscaledValue());
    }

    private Object encoded(BigInteger value) {
        byte[] unscaled = value.toByteArray();
        if (schema.getType() == Schema.Type.BYTES) {
            return ByteBuffer.wrap(unscaled);
        }
        byte[] fixed = new byte[schema.getFixedSize()];
        int lead = fixed.length - unscaled.length;
        Arrays.fill(fixed, 0, lead, (byte) (value.signum() < 0 ? -1 : 0));
        System.arraycopy(unscaled, 0, fixed, lead, unscaled.length);
        return new GenericData.Fixed(schema, fixed);
    }
}
