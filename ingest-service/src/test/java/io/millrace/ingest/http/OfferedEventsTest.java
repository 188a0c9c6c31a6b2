package io.millrace.ingest.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

import com.github.luben.zstd.Zstd;
import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.ingest.http.syntax.Preferences;
import io.millrace.ingest.testing.EventStorageTest;
import io.millrace.ingest.testing.TestContracts;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;

/** The ways in which a caller may offer events: packed, named, tried, preferred. */
@QuarkusTest
class OfferedEventsTest extends EventStorageTest {
    private static final String QUAKES = "/v1/streams/earthquake/events";
    private static final String ORDERS = "/v1/streams/order/events";
    private static final String JSON = "application/json";

    @Test
    void packedBodyIsUnpackedAlsoWhenItComesInSeveralMembers() throws Exception {
        byte[] first = gzip((TestContracts.earthquake("z", "z@1") + "\n").getBytes(StandardCharsets.UTF_8));
        byte[] second = gzip(TestContracts.earthquake("z", "z@2").getBytes(StandardCharsets.UTF_8));
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);

        HttpResponse<String> response = caller.post(QUAKES, "application/x-ndjson", both, "Content-Encoding", "gzip");
        HttpResponse<String> zstd = caller.post(QUAKES, "application/x-ndjson",
                Zstd.compress((TestContracts.earthquake("z", "z@4") + "\n").getBytes(StandardCharsets.UTF_8)),
                "Content-Encoding", "zstd");

        assertEquals(200, response.statusCode(), response.body());
        assertEquals(200, zstd.statusCode(), zstd.body());
        assertEquals(before + 3, kafka.end("earthquake"));
    }

    @Test
    void packedBodyThatIsBrokenIsMalformed() throws Exception {
        byte[] packed = gzip(TestContracts.earthquake("z", "z@3").getBytes(StandardCharsets.UTF_8));
        byte[] cutOff = Arrays.copyOf(packed, packed.length - 1);
        byte[] followed = Arrays.copyOf(packed, packed.length + 3);
        byte[] wrongSum = packed.clone();
        wrongSum[packed.length - 6] ^= 1;
        for (byte[] broken : List.of(cutOff, followed, wrongSum, new byte[0], "{}".getBytes(StandardCharsets.UTF_8))) {
            assertCode(400, "malformed-body", caller.post(QUAKES, JSON, broken, "Content-Encoding", "gzip"));
        }
        assertEquals(before, kafka.end("earthquake"));
    }

    @Test
    void smallBodyThatUnpacksToTwentyMegabytesIsTooLarge() throws Exception {
        byte[] bomb = gzip(new byte[20_000_000]);

        assertCode(413, "body-too-large", caller.post(QUAKES, JSON, bomb, "Content-Encoding", "gzip"));

        assertTrue(bomb.length < 50_000);
        assertEquals(before, kafka.end("earthquake"));
    }

    @Test
    void codingThatIsNotReadIsNamedTogetherWithThoseThatAre() throws Exception {
        HttpResponse<String> response = caller.post(QUAKES, JSON, "{}", "Content-Encoding", "br");

        assertCode(415, "unsupported-media-type", response);
        assertEquals("gzip, zstd, deflate, identity", response.headers().firstValue("Accept-Encoding").orElseThrow());
    }

    @Test
    void eventIsNamedByItsPath() throws Exception {
        HttpResponse<String> unnamed = put("/p%2F1%40x", withoutId("p"));
        HttpResponse<String> same = put("/p%40y", TestContracts.earthquake("p", "p@y"));

        assertEquals(200, unnamed.statusCode(), unnamed.body());
        assertEquals("p/1@x", new JsonPath(unnamed.body()).getString("results[0].event_id"));
        assertEquals(200, same.statusCode(), same.body());
        assertEquals(before + 2, kafka.end("earthquake"));
    }

    @Test
    void pathAndEventMustNotDisagreeAndThereMustBeOneEvent() throws Exception {
        HttpResponse<String> other = put("/one", TestContracts.earthquake("p", "two"));
        HttpResponse<String> array = put("/one", "[" + withoutId("p") + "]");
        HttpResponse<String> noUtf8 = put("/%ff", withoutId("p"));
        HttpResponse<String> nul = put("/%00", withoutId("p"));

        assertEquals("/event_id", assertCode(422, "contract-violation", other).getString("errors[0].pointer"));
        assertCode(400, "malformed-body", array);
        assertCode(400, "bad-request", noUtf8);
        assertCode(422, "contract-violation", nul);
        assertEquals(before, kafka.end("earthquake"));
    }

    @Test
    void keyOfTheRequestGivesTheSameIdsEachTimeAndAnIdInTheEventGoesFirst() throws Exception {
        String body = "[" + withoutId("k") + "," + TestContracts.earthquake("k", "own") + "," + withoutId("k2") + "]";

        List<String> once = ids(caller.post(QUAKES, JSON, body, "Idempotency-Key", "\"abc\""));
        List<String> again = ids(caller.post(QUAKES, JSON, body, "Idempotency-Key", "abc"));
        List<String> other = ids(caller.post(QUAKES, JSON, body, "Idempotency-Key", "abd"));

        assertEquals(once, again);
        assertEquals("own", once.get(1));
        assertNotEquals(once.get(0), other.get(0));
        assertNotEquals(once.get(0), once.get(2));
        assertEquals(5, UUID.fromString(once.get(0)).version());
        assertEquals(2, UUID.fromString(once.get(0)).variant());
    }

    @Test
    void keyThatIsNoKeyIsRefused() throws Exception {
        for (String key : List.of("", "a b", "x".repeat(256))) {
            assertCode(400, "bad-header", caller.post(QUAKES, JSON, withoutId("k"), "Idempotency-Key", key));
        }
        assertCode(400, "bad-header",
                caller.post(QUAKES, JSON, withoutId("k"), "Idempotency-Key", "a", "Idempotency-Key", "b"));
        assertEquals(before, kafka.end("earthquake"));
    }

    @Test
    void eventWithoutAnyIdIsNamedHereAndSaysSo() throws Exception {
        JsonPath body = new JsonPath(caller.post(QUAKES, JSON, withoutId("g")).body());

        assertTrue(body.getBoolean("results[0].id_generated"));
        assertEquals(7, UUID.fromString(body.getString("results[0].event_id")).version());
    }

    @Test
    void dryRunSaysTheSameAndStoresNothing() throws Exception {
        String valid = TestContracts.earthquake("v", "v@1");
        HttpResponse<String> good = caller.post(QUAKES + ":validate", JSON, valid);
        HttpResponse<String> bad = caller.post(QUAKES + ":validate", JSON, "[" + valid + ", {}]");
        HttpResponse<String> lenient = caller.post(QUAKES + ":validate", JSON, "[" + valid + ", {}]", "Prefer",
                "handling=lenient");

        assertEquals(200, good.statusCode(), good.body());
        assertEquals(List.of("valid"), new JsonPath(good.body()).getList("results.status"));
        assertCode(422, "contract-violation", bad);
        assertEquals(207, lenient.statusCode(), lenient.body());
        assertEquals(List.of("valid", "rejected"), new JsonPath(lenient.body()).getList("results.status"));
        assertEquals(before, kafka.end("earthquake"));
    }

    @Test
    void lenientHandlingStoresTheValidAndTellsWhichWereNot() throws Exception {
        String lines = String.join("\n", TestContracts.earthquake("l", "l@1"), "{\"id\": ",
                TestContracts.earthquake("l", "l@2").replace("4.5", "true"), TestContracts.earthquake("l", "l@3"),
                TestContracts.earthquake("l", "l@1").replace("4.5", "4.6"));

        HttpResponse<String> response = caller.post(QUAKES, "application/x-ndjson", lines, "Prefer",
                "handling=lenient, return=minimal");

        assertEquals(207, response.statusCode(), response.body());
        // There is a body, since some were not stored: it is not minimal.
        assertEquals("handling=lenient", response.headers().firstValue("Preference-Applied").orElseThrow());
        JsonPath body = new JsonPath(response.body());
        assertEquals(2, body.getInt("accepted"));
        assertEquals(3, body.getInt("rejected"));
        assertEquals(List.of("stored", "rejected", "rejected", "stored", "rejected"), body.getList("results.status"));
        assertEquals(List.of("malformed-body", "contract-violation", "duplicate-event-id"),
                body.getList("results.findAll { it.code != null }.code"));
        assertEquals("/mag", body.getString("results[2].errors[0].pointer"));
        assertEquals(before + 2, kafka.end("earthquake"));
    }

    @Test
    void callerSaysHowLongItWouldWaitForKafka() throws Exception {
        for (String[] asked : new String[][]{{"wait=2", "wait=2"}, {"wait=3600", "wait=10"}, {"wait=0", ""},
                {"wait=soon, wait=4", "wait=4"}, {"wait=99999999999", ""}}) {
            HttpResponse<String> answer = caller.post(QUAKES, JSON, TestContracts.earthquake("w", "w"), "Prefer",
                    asked[0]);
            HttpResponse<String> refused = caller.post(QUAKES, JSON, "[]", "Prefer", asked[0]);

            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals("", refused.headers().firstValue("Preference-Applied").orElse(""), "nothing was waited for");
            assertEquals(asked[1], answer.headers().firstValue("Preference-Applied").orElse(""), asked[0]);
        }
        assertEquals(Duration.ofSeconds(2), Preferences.of(List.of("wait=2")).patience(Duration.ofMillis(1)));
        assertEquals(Duration.ofMillis(1), Preferences.of(List.of("")).patience(Duration.ofMillis(1)));
    }

    @Test
    void lenientHandlingOfNothingValidIsARefusal() throws Exception {
        assertCode(422, "contract-violation", caller.post(QUAKES, JSON, "[{}, {}]", "Prefer", "handling=lenient"));

        assertEquals(before, kafka.end("earthquake"));
    }

    @Test
    void minimalAnswerIsNoContentAndTheFullOneListsEveryEvent() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 1_001; i++) {
            lines.append(TestContracts.earthquake("n", "n@" + i)).append('\n');
        }
        HttpResponse<String> minimal = caller.post(QUAKES, JSON, TestContracts.earthquake("n", "n"), "Prefer",
                "return=minimal");
        HttpResponse<String> full = caller.post(QUAKES, "application/x-ndjson", lines.toString(), "Prefer",
                "return=representation; foo=\"1\", unknown");

        assertEquals(204, minimal.statusCode());
        assertEquals("", minimal.body());
        assertEquals("return=minimal", minimal.headers().firstValue("Preference-Applied").orElseThrow());
        assertEquals("return=representation", full.headers().firstValue("Preference-Applied").orElseThrow());
        assertEquals(1_001, new JsonPath(full.body()).getList("results").size());
        assertEquals(before + 1_002, kafka.end("earthquake"));
    }

    @Test
    void streamThatQuarantinesKeepsTheBytesOfWhatIsInvalid() throws Exception {
        long orders = kafka.end("order");
        long letters = kafka.end("order.dlq");
        String example = new JsonPath(caller.send(caller.request("/v1/streams/order")).body()).getString("example");
        String valid = example.substring(example.indexOf(" -d '") + 5, example.length() - 1);
        String invalid = "{ \"order_id\" : \"\u00e4\", \"nothing\": [1 , 2]}";

        HttpResponse<String> response = caller.post(ORDERS, JSON, "[" + valid + " ,\n " + invalid + "  ]");

        assertEquals(200, response.statusCode(), response.body());
        JsonPath body = new JsonPath(response.body());
        assertEquals(1, body.getInt("accepted"));
        assertEquals(1, body.getInt("quarantined"));
        assertEquals(List.of("stored", "quarantined"), body.getList("results.status"));
        assertEquals(orders + 1, kafka.end("order"));
        assertEquals(letters + 1, kafka.end("order.dlq"));
        var letter = kafka.records("order.dlq").getLast();
        assertArrayEquals(invalid.getBytes(StandardCharsets.UTF_8), letter.value());
        assertEquals("contract-violation", EventHeaders.text(letter.headers(), DeadLetter.ERROR_CODE).orElseThrow());
        assertEquals(body.getString("correlation_id"),
                EventHeaders.text(letter.headers(), EventHeaders.CORRELATION_ID).orElseThrow());
    }

    @Test
    void callerMayAskAQuarantiningStreamToBeStrict() throws Exception {
        long letters = kafka.end("order.dlq");

        HttpResponse<String> answer = caller.post(ORDERS, JSON, "{}", "Prefer", "handling=strict, return=minimal");

        assertCode(422, "contract-violation", answer);
        assertEquals("handling=strict", answer.headers().firstValue("Preference-Applied").orElseThrow());

        assertEquals(letters, kafka.end("order.dlq"));
    }

    @Test
    void eventsBetweenRecordSeparatorsAreReadOneByOne() throws Exception {
        String body = "\u001e" + TestContracts.earthquake("s", "s@1") + "\n\u001e"
                + TestContracts.earthquake("s", "s@2") + "\n";

        HttpResponse<String> response = caller.post(QUAKES, "application/json-seq", body);

        assertEquals(200, response.statusCode(), response.body());
        assertEquals(before + 2, kafka.end("earthquake"));
    }

    private HttpResponse<String> put(String id, String body) throws Exception {
        return caller.send(caller.request(QUAKES + id, "Content-Type", JSON)
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static List<String> ids(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response.body());
        assertFalse(response.body().contains("id_generated"), response.body());
        return new JsonPath(response.body()).getList("results.event_id");
    }

    private static String withoutId(String id) {
        return TestContracts.earthquake(id, "-").replace("\"event_id\": \"-\", ", "");
    }

    private static byte[] gzip(byte[] bytes) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static JsonPath assertCode(int status, String code, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        JsonPath problem = new JsonPath(response.body());
        assertEquals(code, problem.getString("code"));
        assertEquals("not_stored", problem.getString("outcome"));
        return problem;
    }
}
