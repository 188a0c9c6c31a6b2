package io.millrace.ingest.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.record.UndecodableException;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.SupportedTypes;
import io.millrace.ingest.admission.format.AdmissionRequest;
import io.millrace.ingest.admission.format.BodyFormat;
import io.millrace.ingest.admission.format.EventIdSource;
import io.millrace.ingest.admission.format.StreamRouting;
import io.millrace.ingest.config.OnInvalid;
import io.millrace.ingest.publish.EncodedEvent;
import io.millrace.ingest.testing.TestContracts;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomRoundTripTest {
    private static final Contract EVERYTHING = TestContracts.contract("everything");
    /** A tenth of all, or more when the property asks for it. */
    private static final int CASES = 3 * Integer.getInteger("random-percent", 10);
    private static final long YEAR_9999_MICROS = 253_402_300_799_000_000L;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverIsWrittenAsJsonArrivesAsItWas(long seed) throws IOException, UndecodableException {
        Random random = new Random(seed);
        EventAdmission admission = new EventAdmission(new RequestLimits(1, 1_000_000, 10_000_000), Clock.systemUTC());
        for (int i = 0; i < CASES; i++) {
            StringWriter text = new StringWriter();
            GenericData.Record wanted;
            try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
                wanted = (GenericData.Record) write(EVERYTHING.schema(), json, random);
            }

            AdmissionVerdict read = admission.admit(AdmissionRequest.of(StreamRouting.to(EVERYTHING), BodyFormat.JSON,
                    text.toString().getBytes(StandardCharsets.UTF_8), new EventIdSource.Generated(), OnInvalid.REJECT));
            var verdict = assertInstanceOf(AdmissionVerdict.Admitted.class, read, () -> read + " of " + text);

            assertEquals(wanted, RecordCodec.decode(
                    ((EncodedEvent) verdict.outgoing().getFirst()).value(), EVERYTHING.schema(),
                    EVERYTHING.schema()));
        }
    }

    /** Writes a random value of the schema and returns it as Avro would hold it. */
    private static @Nullable Object write(Schema schema, JsonGenerator json, Random random) throws IOException {
        switch (schema.getType()) {
            case RECORD -> {
                GenericData.Record record = new GenericData.Record(schema);
                json.writeStartObject();
                for (Schema.Field field : schema.getFields()) {
                    json.writeFieldName(field.name());
                    record.put(field.pos(), special(field, json, random));
                }
                json.writeEndObject();
                return record;
            }
            case ARRAY -> {
                List<@Nullable Object> values = new ArrayList<>();
                json.writeStartArray();
                for (int i = random.nextInt(4); i > 0; i--) {
                    values.add(write(schema.getElementType(), json, random));
                }
                json.writeEndArray();
                return new GenericData.Array<>(schema, values);
            }
            case MAP -> {
                Map<CharSequence, @Nullable Object> values = new TreeMap<>();
                json.writeStartObject();
                for (int i = random.nextInt(4); i > 0; i--) {
                    String key = i + text(random);
                    json.writeFieldName(key);
                    values.put(new Utf8(key), write(schema.getValueType(), json, random));
                }
                json.writeEndObject();
                return values;
            }
            case UNION -> {
                if (random.nextBoolean()) {
                    json.writeNull();
                    return null;
                }
                return write(SupportedTypes.nonNull(schema), json, random);
            }
            default -> {
                return writeScalar(schema, json, random);
            }
        }
    }

    private static @Nullable Object special(Schema.Field field, JsonGenerator json, Random random) throws IOException {
        if (field.name().equals("pk")) {
            String pk = "p" + text(random);
            json.writeString(pk);
            return new Utf8(pk);
        }
        if (field.name().equals("event_time")) {
            long micros = random.nextLong(YEAR_9999_MICROS);
            if (random.nextBoolean()) {
                json.writeNumber(micros);
            } else {
                json.writeString(Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString());
            }
            return micros;
        }
        if (field.name().equals("at")) {
            long millis = random.nextLong(YEAR_9999_MICROS / 1_000);
            json.writeNumber(millis);
            return millis;
        }
        if (field.name().equals("day")) {
            int days = random.nextInt((int) (YEAR_9999_MICROS / 86_400_000_000L));
            json.writeNumber(days);
            return days;
        }
        return write(field.schema(), json, random);
    }

    private static Object writeScalar(Schema schema, JsonGenerator json, Random random) throws IOException {
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            BigInteger unscaled = new BigInteger(random.nextInt(decimal.getPrecision() * 3), random);
            unscaled = random.nextBoolean() ? unscaled.negate() : unscaled;
            String digits = new BigDecimal(unscaled, decimal.getScale()).toPlainString();
            if (random.nextBoolean()) {
                json.writeNumber(digits);
            } else {
                json.writeString(digits);
            }
            return schema.getType() == Schema.Type.BYTES
                    ? ByteBuffer.wrap(unscaled.toByteArray())
                    : new GenericData.Fixed(schema, signExtended(unscaled, schema.getFixedSize()));
        }
        switch (schema.getType()) {
            case STRING -> {
                String text = schema.getLogicalType() == null
                        ? text(random)
                        : new UUID(random.nextLong(), random.nextLong()).toString();
                json.writeString(text);
                return new Utf8(text);
            }
            case INT -> {
                int value = schema.getLogicalType() instanceof LogicalTypes.TimeMillis
                        ? random.nextInt(86_400_000)
                        : random.nextInt();
                json.writeNumber(value);
                return value;
            }
            case LONG -> {
                long value = schema.getLogicalType() instanceof LogicalTypes.TimeMicros
                        ? random.nextLong(86_400_000_000L)
                        : random.nextLong();
                json.writeNumber(value);
                return value;
            }
            case FLOAT -> {
                float value = Float.intBitsToFloat(random.nextInt());
                value = Float.isFinite(value) ? value : 0f;
                json.writeNumber(value);
                return value;
            }
            case DOUBLE -> {
                double value = Double.longBitsToDouble(random.nextLong());
                value = Double.isFinite(value) ? value : 0d;
                json.writeNumber(value);
                return value;
            }
            case BOOLEAN -> {
                boolean value = random.nextBoolean();
                json.writeBoolean(value);
                return value;
            }
            case ENUM -> {
                String symbol = schema.getEnumSymbols().get(random.nextInt(schema.getEnumSymbols().size()));
                json.writeString(symbol);
                return new GenericData.EnumSymbol(schema, symbol);
            }
            default -> {
                byte[] bytes = new byte[schema.getType() == Schema.Type.FIXED
                        ? schema.getFixedSize()
                        : random.nextInt(20)];
                random.nextBytes(bytes);
                json.writeString(Base64.getEncoder().encodeToString(bytes));
                return schema.getType() == Schema.Type.FIXED
                        ? new GenericData.Fixed(schema, bytes)
                        : ByteBuffer.wrap(bytes);
            }
        }
    }

    private static byte[] signExtended(BigInteger value, int size) {
        byte[] bytes = new byte[size];
        byte[] small = value.toByteArray();
        Arrays.fill(bytes, (byte) (value.signum() < 0 ? -1 : 0));
        System.arraycopy(small, 0, bytes, size - small.length, small.length);
        return bytes;
    }

    private static String text(Random random) {
        int[] points = random.ints(random.nextInt(8), 1, Character.MAX_CODE_POINT + 1)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE).toArray();
        return new String(points, 0, points.length);
    }
}
