package io.millrace.ingest.admission.value;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** Decimals, as a JSON number or as the same digits in a string; never rounded. */
final class DecimalReader implements ValueReader {
    private final Schema schema;
    private final DecimalText type;

    DecimalReader(Schema schema, LogicalTypes.Decimal decimal) {
        this.schema = schema;
        this.type = new DecimalText(decimal.getPrecision(), decimal.getScale());
    }

    @Override
    public @Nullable Object read(JsonParser json, ValidationErrors errors) throws IOException {
        JsonToken token = json.currentToken();
        if (token == null || !(token.isNumeric() || token == JsonToken.VALUE_STRING)) {
            return errors.unexpected("number or numeric string", json);
        }
        String digits = json.getText();
        byte[] bytes = digits.getBytes(StandardCharsets.US_ASCII);
        long plain = PlainDecimal.unscaled(bytes, 0, bytes.length, type.precision(), type.scale());
        if (plain != PlainDecimal.NONE) {
            return encoded(BigInteger.valueOf(plain));
        }
        return switch (type.read(digits)) {
            case DecimalText.Reading.Number number -> encoded(number.unscaled());
            case DecimalText.Reading.Refused refused -> errors.problem(refused.reason());
        };
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
