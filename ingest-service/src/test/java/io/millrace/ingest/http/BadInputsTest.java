package io.millrace.ingest.http;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.stream.Stream;

import com.github.luben.zstd.Zstd;
import io.millrace.ingest.testing.ServiceClient;
import io.millrace.ingest.testing.ServiceReadiness;
import io.millrace.ingest.testing.TestContracts;
import io.millrace.ingest.testing.TopicProbe;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must never be in a table, with the answer to it; after each the topics are as they were. */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputsTest {
    private static final String QUAKES = "/v1/streams/earthquake/events";
    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";
    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String CONFLUENT = "application/vnd.kafka.json.v2+json";
    private static final String EVENT = TestContracts.earthquake("b", "b@1");
    private static final byte[] ZSTD = Zstd.compress(EVENT.getBytes(UTF_8));

    private record Row(int status, String code, String path, String type, byte[] body, String... headers) {
        @Override
        public String toString() {
            String all = new String(body, UTF_8);
            String text = all.length() > 60 ? "..." + all.substring(all.length() - 60) : all;
            return status + " " + code + " " + type + " " + String.join(" ", headers) + " " + text;
        }
    }

    private final ServiceClient caller = ServiceClient.ofService();
    private final TopicProbe kafka = new TopicProbe();
    private long before;

    static Stream<Row> rows() {
        return Stream.of(
                // No JSON, or more than one.
                malformed(""), malformed("\n"), malformed("{"), malformed("}"), malformed("[" + EVENT),
                malformed(EVENT + "]"), malformed(EVENT + EVENT), malformed("[" + EVENT + ",]"),
                malformed("null"), malformed("true"), malformed("\"x\""), malformed("1"),
                malformed("\ufeff" + EVENT), malformed("// x\n" + EVENT), malformed("'x'"),
                malformed(with("4.5", "NaN")), malformed(with("4.5", "Infinity")), malformed(with("4.5", "04.5")),
                malformed(with("4.5", "+4.5")), malformed(with("4.5", "4.")), malformed(with("4.5", ".5")),
                malformed(with("4.5", "0x4")), malformed(with("\"us\"", "\"u\ns\"")),
                malformed(with("\"us\"", "\"\\x\"")), malformed(with("\"us\"", "\"\\u12\"")),
                malformed(with("\"net\"", "\"net\": \"us\", \"net\"")), malformed(with("4.5", "1".repeat(101))),
                malformed(with("\"us\"", "[".repeat(70) + "]".repeat(70))),
                // No event.
                row(400, "empty-batch", JSON, "[]"), row(400, "empty-batch", LINES, "\n\n"),
                // Coerced or dropped by others.
                violation(with("4.5", "\"4.5\"")), violation(with("4.5", "true")), violation(with("4.5", "1e400")),
                violation(with("4.5", "1e-400")), violation(with("\"us\"", "5")), violation(with("\"us\"", "null")),
                violation(with("\"us\"", "[\"us\"]")), violation(with("\"us\"", "{\"string\": \"us\"}")),
                violation(with("1767225600000", "1767225600000.5")), violation(with("1767225600000", "1.7e99")),
                violation(with("1767225600000", "\"1767225600000\"")),
                violation(with("1767225600000", "\"2026-01-01T00:00:00\"")),
                violation(with("1767225600000", "\"2026-02-30T00:00:00Z\"")),
                violation(with("1767225600000", "\"2026-01-01T00:00:00.0001Z\"")),
                violation(with("1767225600000", "9223372036854775808")),
                violation(with("1767225600000", "253402300800000")),
                violation(with("-2}", "-2, \"tsunami\": 2147483648}")), violation(with("-2}", "-2, \"Mag\": 1}")),
                violation(with("-2}", "-2, \"extra\": null}")), violation(with("-2}", "-2, \"felt\": 1.5}")),
                violation(with("\"net\": \"us\", ", "")), violation(with("\"us\"", "\"\"")),
                violation(with("\"us\"", "\"\\u0000\"")), violation(with("\"us\"", "\"\\ud800\"")),
                violation(with("\"us\"", "\"\\udc00\\ud800\"")), violation(with("\"b@1\"", "\"\"")),
                violation(with("\"b@1\"", "null")), violation(with("\"b@1\"", "1")),
                violation(with("\"b@1\"", "\"" + "x".repeat(1_025) + "\"")),
                violation(with("\"id\": \"b\"", "\"id\": \"\"")),
                violation("[" + EVENT + ", []]"), violation("{}"),
                // In a batch.
                row(422, "duplicate-event-id", JSON, "[" + EVENT + "," + with("4.5", "4.6") + "]"),
                row(400, "malformed-body", LINES, EVENT + "\n{"), row(400, "malformed-body", LINES, EVENT + EVENT),
                row(422, "contract-violation", LINES, EVENT + "\n{}"),
                row(422, "contract-violation", LINES, EVENT + "\n[]"),
                row(413, "batch-too-many", LINES, (EVENT + "\n").repeat(10_001)),
                row(413, "event-too-large", JSON, with("reviewed", "x".repeat(921_600))),
                row(413, "body-too-large", JSON, " ".repeat(10 * 1024 * 1024) + EVENT),
                // Around the body.
                row(415, "unsupported-media-type", "text/csv", "a,b"),
                row(415, "unsupported-media-type", "application/json;charset=latin1", EVENT),
                row(415, "unsupported-media-type", JSON, EVENT, "Content-Encoding", "gzip, gzip"),
                row(415, "unsupported-media-type", JSON, EVENT, "Content-Encoding", "zstd, gzip"),
                row(415, "unsupported-media-type", JSON, EVENT, "Content-Encoding", "compress"),
                row(400, "malformed-body", JSON, EVENT, "Content-Encoding", "gzip"),
                row(400, "malformed-body", JSON, EVENT, "Content-Encoding", "zstd"),
                row(400, "malformed-body", JSON, EVENT, "Content-Encoding", "deflate"),
                packed(400, "malformed-body", Arrays.copyOf(ZSTD, ZSTD.length - 1)),
                packed(400, "malformed-body", Arrays.copyOf(ZSTD, ZSTD.length + 1)),
                packed(400, "malformed-body", Zstd.compress(EVENT.replace("us", "\ud800").getBytes(UTF_16))),
                packed(422, "contract-violation", Zstd.compress("{}".getBytes(UTF_8))),
                packed(413, "body-too-large", Zstd.compress(new byte[10 * 1024 * 1024 + 1])),
                row(400, "bad-header", JSON, EVENT, "Idempotency-Key", "a b"),
                row(400, "bad-header", JSON, EVENT, "Idempotency-Key", "\"\""),
                row(400, "bad-header", "avro/binary", "x", "X-Schema-Id", "-1"),
                row(422, "contract-violation", "avro/binary", "x"),
                row(400, "malformed-body", "application/vnd.apache.avro", "Obj"),
                row(400, "bad-ce-attribute", STRUCTURED, EVENT), row(400, "bad-ce-attribute", STRUCTURED, "[[]]"),
                row(400, "bad-ce-attribute", JSON, EVENT, "ce-specversion", "0.3"),
                row(400, "bad-ce-attribute", JSON, EVENT, "ce-specversion", "1.0", "ce-id", "%zz"),
                // Beyond the limits of depth, names, strings and numbers, each by one.
                malformed(with("-2}", "-2, \"x\": " + "[".repeat(64) + "]".repeat(64) + "}")),
                violation(with("-2}", "-2, \"x\": " + "[".repeat(63) + "]".repeat(63) + "}")),
                malformed(with("-2}", "-2, \"" + "x".repeat(1_001) + "\": 1}")),
                violation(with("-2}", "-2, \"" + "x".repeat(1_000) + "\": 1}")),
                malformed(with("reviewed", "x".repeat(921_601))), violation(with("4.5", "\"" + "1".repeat(101) + "\"")),
                malformed(with("1767225600000", "1".repeat(101))), violation(with("1767225600000", "1".repeat(100))),
                // In other formats.
                row(400, "malformed-body", CONFLUENT, "{\"records\": 1}"),
                row(400, "malformed-body", CONFLUENT, "[\"1\"]"), row(400, "malformed-body", CONFLUENT, "[1]"),
                row(400, "malformed-body", CONFLUENT, "[{\"records\": [{\"value\": " + EVENT + "}]}]"),
                row(400, "malformed-body", CONFLUENT, "{\"records\": [], \"value_schema\": \"x\"}"),
                row(400, "empty-batch", CONFLUENT, "{\"records\": []}"),
                row(422, "contract-violation", CONFLUENT,
                        "{\"records\": [{\"key\": \"x\", \"value\": " + EVENT + "}]}"),
                row(422, "contract-violation", CONFLUENT, "{\"records\": [{\"value\": null}]}"),
                row(422, "contract-violation", CONFLUENT,
                        "{\"records\": [{\"value\": " + EVENT + ", \"partition\": 1}]}"),
                row(400, "malformed-body", "application/json-seq", "\u001e{\u001e" + EVENT),
                row(400, "bad-ce-attribute", "application/cloudevents-batch+json", "[{}]"),
                row(400, "bad-ce-attribute", STRUCTURED, "{\"specversion\": \"1.0\", \"id\": \"\", \"source\": \"/s\","
                        + " \"type\": \"t\", \"data\": " + EVENT + "}"),
                row(422, "contract-violation", STRUCTURED,
                        "{\"specversion\": \"1.0\", \"id\": \"i\", \"source\": \"/s\","
                                + " \"type\": \"t\"}"),
                row(422, "contract-violation", "avro/binary", "\0\0\0\0\1"),
                row(422, "contract-violation", "avro/binary", "x", "X-Schema-Id", "4294967295"),
                row(400, "bad-header", "avro/binary", "x", "X-Schema-Id", "4294967296"),
                row(415, "unsupported-media-type", JSON, EVENT, "Content-Encoding", "br"),
                row(400, "bad-header", JSON, EVENT, "Idempotency-Key", "x".repeat(256)),
                at("/v1/cdc/debezium", 422, "unknown-table", "{\"op\": \"c\", \"source\": {}}"),
                at("/v1/cdc/debezium", 422, "unknown-table", "{\"a\": 1}"),
                at("/v1/streams/none/events", 404, "unknown-stream", EVENT),
                at("/v1/streams/earthquake%00/events", 404, "unknown-stream", EVENT));
    }

    @BeforeAll
    void open() throws Exception {
        ServiceReadiness.await(caller, "/v1/streams/earthquake");
    }

    @AfterAll
    void close() {
        caller.close();
        kafka.close();
    }

    @BeforeEach
    void look() {
        before = stored();
    }

    @AfterEach
    void nothingWasStored() {
        assertEquals(before, stored());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void isRefused(Row row) throws Exception {
        HttpResponse<String> response = caller.post(row.path(), row.type(), row.body(), row.headers());

        assertEquals(row.status(), response.statusCode(), response.body());
        JsonPath problem = new JsonPath(response.body());
        assertEquals(row.code(), problem.getString("code"), response.body());
        assertEquals("not_stored", problem.getString("outcome"));
    }

    private long stored() {
        return kafka.end("earthquake") + kafka.end("earthquake.dlq");
    }

    private static Row malformed(String body) {
        return row(400, "malformed-body", JSON, body);
    }

    private static Row violation(String body) {
        return row(422, "contract-violation", JSON, body);
    }

    private static Row row(int status, String code, String type, String body, String... headers) {
        return new Row(status, code, QUAKES, type, body.getBytes(UTF_8), headers);
    }

    private static Row packed(int status, String code, byte[] body) {
        return new Row(status, code, QUAKES, JSON, body, "Content-Encoding", "zstd");
    }

    private static Row at(String path, int status, String code, String body) {
        return new Row(status, code, path, JSON, body.getBytes(UTF_8));
    }

    private static String with(String part, String other) {
        String changed = EVENT.replace(part, other);
        if (changed.equals(EVENT)) {
            throw new IllegalArgumentException(part + " is no part of the event");
        }
        return changed;
    }
}
