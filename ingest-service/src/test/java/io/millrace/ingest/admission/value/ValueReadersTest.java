package io.millrace.ingest.admission.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.core.JsonParser;
import io.millrace.contracts.record.DecodedWeight;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.record.UndecodableException;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractProblem;
import io.millrace.ingest.config.TimePrecision;
import io.millrace.ingest.testing.TestContracts;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueReadersTest {
    private static final Contract EVERYTHING = TestContracts.contract("everything");
    private static final RecordReader READER = ValueReaders.ofRecord(EVERYTHING.schema());
    private static final String REQUIRED = "\"pk\": \"p\", \"event_id\": 1, \"event_time\": 0";

    @ParameterizedTest(name = "{0} is refused: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            "whole": 1.5                       | /whole | expected int, got number with a fraction
            "whole": 1e-1                      | /whole | expected int, got number with a fraction
            "whole": 1e-999999999              | /whole | expected int, got number with a fraction
            "whole": 1e10                      | /whole | is out of the range of int
            "whole": 1e999999999               | /whole | is out of the range of int
            "whole": 1e99999999999             | /whole | is out of the range of int
            "whole": 2147483648                | /whole | is out of the range of int
            "whole": -2147483649               | /whole | is out of the range of int
            "whole": 99999999999999999999      | /whole | is out of the range of int
            "whole": "1"                       | /whole | expected int, got string
            "whole": null                      | /whole | expected int, got null
            "whole": true                      | /whole | expected int, got boolean
            "wide": 9223372036854775808        | /wide | is out of the range of long
            "wide": -9223372036854775809       | /wide | is out of the range of long
            "wide": 1.5                        | /wide | expected long, got number with a fraction
            "wide": 9223372036854775808.0      | /wide | is out of the range of long
            "wide": [1]                        | /wide | expected long, got array
            "single": 1e39                     | /single | is out of the range of float
            "single": 1e-60                    | /single | is out of the range of float
            "single": "1"                      | /single | expected float, got string
            "real": 1e400                      | /real | is out of the range of double
            "real": -1e400                     | /real | is out of the range of double
            "real": 0.1e-400                   | /real | is out of the range of double
            "real": "NaN"                      | /real | expected double, got string
            "real": {"a": [1, {"b": 2}]}       | /real | expected double, got object
            "text": 1                          | /text | expected string, got integer
            "text": "a\\u0000"                 | /text | must not hold U+0000
            "text": "\\ud800"                  | /text | must not hold half of a surrogate pair
            "text": "\\udc00\\ud800"           | /text | must not hold half of a surrogate pair
            "flag": "true"                     | /flag | expected boolean, got string
            "flag": 1                          | /flag | expected boolean, got integer
            "raw": "YQ"                        | /raw | expected padded base64 (RFC 4648 section 4)
            "raw": "YR=="                      | /raw | expected padded base64 (RFC 4648 section 4)
            "raw": "Y Q="                      | /raw | expected padded base64 (RFC 4648 section 4)
            "raw": "_-A="                      | /raw | expected padded base64 (RFC 4648 section 4)
            "raw": [1, 2]                      | /raw | expected base64 string, got array
            "four": "AAAA"                     | /four | expected 4 bytes, got 3
            "color": "red"                     | /color | must be one of [RED, GREEN]
            "color": 0                         | /color | expected string, got integer
            "price": 1.005                     | /price | expected at most 2 decimal places
            "price": "1.005"                   | /price | expected at most 2 decimal places
            "price": 12345678.00               | /price | expected at most 9 digits, 2 of them decimal places
            "price": 1e7                       | /price | expected at most 9 digits, 2 of them decimal places
            "price": 1e999999999               | /price | expected at most 9 digits, 2 of them decimal places
            "price": "1e999999999"             | /price | expected at most 9 digits, 2 of them decimal places
            "price": "1e9999999999"            | /price | expected a decimal number of at most 100 characters
            "price": "+1"                      | /price | expected a decimal number of at most 100 characters
            "price": "01"                      | /price | expected a decimal number of at most 100 characters
            "price": " 1"                      | /price | expected a decimal number of at most 100 characters
            "price": "0x1"                     | /price | expected a decimal number of at most 100 characters
            "price": true                      | /price | expected number or numeric string, got boolean
            "at": 1.5                          | /at | expected integer in milliseconds or RFC 3339 string, got number with a fraction
            "at": 1e30                         | /at | is out of the range of long
            "at": true                         | /at | expected integer in milliseconds or RFC 3339 string, got boolean
            "at": "2026-01-01T00:00:00"        | /at | expected integer in milliseconds or RFC 3339 string with an offset
            "at": "2026-01-01 00:00:00Z"       | /at | expected integer in milliseconds or RFC 3339 string with an offset
            "at": "2026-02-30T00:00:00Z"       | /at | expected integer in milliseconds or RFC 3339 string with an offset
            "at": "2026-01-01T24:00:00Z"       | /at | expected integer in milliseconds or RFC 3339 string with an offset
            "at": "2026-01-01T00:00Z"          | /at | expected integer in milliseconds or RFC 3339 string with an offset
            "at": "2026-01-01T00:00:00.0001Z"  | /at | is more precise than milliseconds; round it, or send Prefer: timestamps=truncate to cut the digits off
            "at": 9223372036854775808          | /at | is out of the range of long
            "event_time": "2026-01-01T00:00:00.0000001Z" | /event_time | is more precise than microseconds; round it, or send Prefer: timestamps=truncate to cut the digits off
            "day": "2026-02-30"                | /day | is no day of the calendar
            "day": "2026-2-3"                  | /day | expected integer in days or yyyy-MM-dd string
            "day": 1.5                         | /day | expected integer in days or yyyy-MM-dd string, got number with a fraction
            "day": 2147483648.0                | /day | is out of the range of int
            "clock": "10:00"                   | /clock | expected int, got string
            "uid": "018cc251f40070008000000000000001" | /uid | must be a UUID of 36 characters
            "uid": 1                           | /uid | expected uuid string, got integer
            "maybe": {"long": 1}               | /maybe | expected long, got object
            "counts": []                       | /counts | expected object, got array
            "counts": {"a": 1, "b~/": "x"}     | /counts/b~0~1 | expected long, got string
            "counts": {"a\\u0000b": 1}         | /counts/a\u0000b | the key must not hold U+0000
            "counts": {"a\\udc00": 1}          | /counts/a? | the key must not hold half of a surrogate pair
            "names": "a"                       | /names | expected array, got string
            "names": ["a", null, 7]            | /names/2 | expected string, got integer
            "place": "x"                       | /place | expected object, got string
            "place": {"city": "a", "tags": [{"level": 1}, {"level": "2"}]} | /place/tags/1/level | expected int, got string
            "place": {"tags": []}              | /place/city | is required
            "place": {"city": "a", "zip": {"x": []}} | /place/zip | is not a field of Place
            "Text": "a"                        | /Text | is not a field of Everything
            """)
    void valueThatIsNotExactlyOfItsTypeIsRefused(String field, String pointer, String reason) throws IOException {
        String json = field.startsWith("\"event_time\"")
                ? "{\"pk\": \"p\", \"event_id\": 1, " + field + "}"
                : "{" + REQUIRED + ", " + field + "}";

        ValidationErrors errors = new ValidationErrors(TimePrecision.EXACT, new DecodedWeight(1_000_000));
        READER.read(parser(json), errors);

        assertEquals(List.of(new ContractProblem(pointer, reason)), errors.problems());
    }

    @Test
    void everyProblemOfAnEventIsFoundInOneReading() throws IOException {
        ValidationErrors errors = new ValidationErrors(TimePrecision.EXACT, new DecodedWeight(1_000_000));

        READER.read(parser("{\"whole\": \"a\", \"names\": [1, 2], \"event_id\": 1, \"huh\": [{}]}"), errors);

        assertEquals(List.of("/whole", "/names/0", "/names/1", "/huh", "/pk", "/event_time"),
                errors.problems().stream().map(ContractProblem::pointer).toList());
    }

    @Test
    void extremeValuesArriveExactly() throws IOException {
        GenericRecord event = read("""
                "wide": 9223372036854775807, "whole": -2147483648, "real": 4.9e-324, "single": 3.4028235e38,
                "maybe": -9223372036854775808, "text": "a\\ud83d\\ude00\\u0001", "at": -62135596800000""");

        assertEquals(Long.MAX_VALUE, event.get("wide"));
        assertEquals(Integer.MIN_VALUE, event.get("whole"));
        assertEquals(Double.MIN_VALUE, event.get("real"));
        assertEquals(Float.MAX_VALUE, event.get("single"));
        assertEquals(Long.MIN_VALUE, event.get("maybe"));
        assertEquals("a\ud83d\ude00\u0001", event.get("text").toString());
        assertEquals(-62135596800000L, event.get("at"));
    }

    @Test
    void decimalsAreScaledAndNeverRounded() throws IOException {
        for (String written : List.of("-1234567.89", "\"-1234567.89\"", "-123456789e-2")) {
            assertEquals(new BigDecimal("-1234567.89"), price(read("\"price\": " + written)), written);
        }
        assertEquals(new BigDecimal("5.00"), price(read("\"price\": 5")));
        assertEquals(new BigDecimal("5000.00"), price(read("\"price\": 5e3")));
        assertEquals(new BigDecimal("0.00"), price(read("\"price\": 0e99")));
        assertEquals(new BigDecimal("0.00"), price(read("\"price\": -0.0")));
        GenericRecord big = read("\"big\": \"-9999999999999999999999999999999999.9999\"");
        assertEquals(new BigInteger("-99999999999999999999999999999999999999"),
                new BigInteger(((GenericFixed) big.get("big")).bytes()));
    }

    @Test
    void wholeNumbersMayBeWrittenWithAPointOrAnExponent() throws IOException {
        for (String written : List.of("5000", "5000.0", "5e3", "5.00E+3", "50000e-1")) {
            GenericRecord event = read("\"whole\": " + written + ", \"wide\": " + written + ", \"day\": " + written
                    + ", \"at\": " + written + ", \"clock\": " + written);
            for (String field : List.of("whole", "day", "clock")) {
                assertEquals(5000, event.get(field), written);
            }
            assertEquals(5000L, event.get("wide"), written);
            assertEquals(5000L, event.get("at"), written);
        }
        assertEquals(Long.MIN_VALUE, read("\"wide\": -9223372036854775808.0").get("wide"));
        assertEquals(0, read("\"whole\": 0e999999999").get("whole"));
        assertEquals(0, read("\"whole\": -0.0").get("whole"));
    }

    @Test
    void zerosBeyondTheScaleAreNoDecimalPlaces() throws IOException {
        for (String written : List.of("1.500", "\"1.500\"", "1.5000000000000000000000000000000000000000",
                "150000e-5")) {
            assertEquals(new BigDecimal("1.50"), price(read("\"price\": " + written)), written);
        }
        assertEquals(new BigDecimal("0.00"), price(read("\"price\": 0.00000")));
        assertEquals(new BigDecimal("0.00"), price(read("\"price\": 0e-999999999")));
    }

    @Test
    void moreDigitsThanATimeHasAreCutWhenTheCallerAsksForIt() throws IOException {
        String json = "{\"pk\": \"p\", \"event_id\": 1, \"event_time\": \"2026-01-01T00:00:00.123456789Z\","
                + " \"at\": \"1969-12-31T23:59:59.9999999Z\"}";
        ValidationErrors errors = new ValidationErrors(TimePrecision.TRUNCATE, new DecodedWeight(1_000_000));

        GenericRecord event = READER.read(parser(json), errors);

        assertEquals(List.of(), errors.problems());
        assertEquals(1767225600123456L, Objects.requireNonNull(event).get("event_time"));
        assertEquals(-1L, event.get("at"));
    }

    @Test
    void timesAreTakenInTheUnitOrAsText() throws IOException {
        assertEquals(1767225600123L, read("\"at\": \"2026-01-01T01:00:00.123+01:00\"").get("at"));
        assertEquals(1767225600123L, read("\"at\": \"2026-01-01t00:00:00.123000z\"").get("at"));
        assertEquals(-1L, read("\"at\": \"1969-12-31T23:59:59.999Z\"").get("at"));
        assertEquals(20454, read("\"day\": \"2026-01-01\"").get("day"));
        assertEquals(-1, read("\"day\": -1").get("day"));
    }

    @Test
    void nestedValuesArriveWithTheirShape() throws IOException {
        GenericRecord event = read("""
                "raw": "/+8=", "four": "AAECAw==", "color": "GREEN", "uid": "018CC251-f400-7000-8000-000000000001",
                "counts": {"\\ud83d\\ude00": 2, "a": 1}, "names": ["x", null], "place": {"city": "c", "tags": [{"level": 3}]},
                "clock": 1, "fine_clock": 2""");

        assertEquals(ByteBuffer.wrap(new byte[]{-1, -17}), event.get("raw"));
        assertArrayEquals(new byte[]{0, 1, 2, 3}, ((GenericFixed) event.get("four")).bytes());
        assertEquals("GREEN", event.get("color").toString());
        assertEquals("018cc251-f400-7000-8000-000000000001", event.get("uid").toString());
        assertEquals("{a=1, \ud83d\ude00=2}", event.get("counts").toString());
        assertEquals("[x, null]", event.get("names").toString());
        assertEquals(3, ((GenericRecord) ((List<?>) ((GenericRecord) event.get("place")).get("tags")).getFirst())
                .get("level"));
    }

    @Test
    void missingFieldsTakeDefaultsOfTheirOwn() throws IOException {
        GenericRecord one = read("\"whole\": 1");
        GenericRecord other = read("\"whole\": 2");

        assertNull(one.get("maybe"));
        assertEquals("nowhere", ((GenericRecord) one.get("place")).get("city").toString());
        assertEquals(Map.of(), one.get("counts"));
        assertNotSame(one.get("place"), other.get("place"));
    }

    @Test
    void orderOfFieldsAndMapKeysLeavesTheBytesAlike() throws IOException {
        byte[] one = RecordCodec.encode(EVERYTHING, record("{" + REQUIRED + ", \"counts\": {\"a\": 1, \"b\": 2}}"));
        byte[] other = RecordCodec.encode(EVERYTHING, record("{\"counts\": {\"b\": 2, \"a\": 1}, " + REQUIRED + "}"));

        assertArrayEquals(one, other);
    }

    private static BigDecimal price(GenericRecord event) {
        return new BigDecimal(new BigInteger(((ByteBuffer) event.get("price")).array()), 2);
    }

    /** Reads the fields beside the required ones and sends the event through its Kafka value and back. */
    private static GenericRecord read(String fields) throws IOException {
        byte[] value = RecordCodec.encode(EVERYTHING, record("{" + REQUIRED + ", " + fields + "}"));
        try {
            return RecordCodec.decode(value, EVERYTHING.schema(), EVERYTHING.schema());
        } catch (UndecodableException e) {
            throw new AssertionError(e);
        }
    }

    private static GenericData.Record record(String json) throws IOException {
        ValidationErrors errors = new ValidationErrors(TimePrecision.EXACT, new DecodedWeight(1_000_000));
        GenericData.Record record = READER.read(parser(json), errors);
        assertEquals(List.of(), errors.problems());
        if (record == null) {
            throw new AssertionError("no record and no finding");
        }
        return record;
    }

    private static JsonParser parser(String json) throws IOException {
        JsonParser parser = new StrictJson(1_000_000).parser(json.toCharArray(), 0, json.length());
        parser.nextToken();
        return parser;
    }
}
