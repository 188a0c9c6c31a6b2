package io.millrace.ingest.access;

import static io.millrace.ingest.testing.TestWaits.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.millrace.contracts.record.EventHeaders;
import io.millrace.ingest.testing.ServiceClient;
import io.millrace.ingest.testing.ServiceReadiness;
import io.millrace.ingest.testing.TestCertificates;
import io.millrace.ingest.testing.TestContracts;
import io.millrace.ingest.testing.TopicProbe;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service whose callers must show who they are. */
@QuarkusTest
@TestProfile(KnownCallersTest.Required.class)
class KnownCallersTest {
    private static final String QUAKES = "/v1/streams/earthquake/events";
    private static final String JSON = "application/json";
    private static final byte[] SECRET = "a secret of twenty-four b".getBytes(StandardCharsets.UTF_8);

    public static final class Required implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path folder = Files.createTempDirectory("credentials");
                Path keys = Files.writeString(folder.resolve("keys"),
                        String.join("\n", line("quakes", "write:earthquake"),
                                line("orders", "write:order"), line("reader", "read:earthquake"),
                                line("admin", "admin"),
                                line("greedy", "write:*")));
                Path hooks = Files.writeString(folder.resolve("hooks"), "hooks whsec_"
                        + Base64.getEncoder().encodeToString(SECRET) + " write:earthquake");
                RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
                key.setKeyId("k");
                Path set = Files.writeString(folder.resolve("jwks"),
                        new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
                TestCertificates certificates = TestCertificates.create(folder);
                Files.writeString(keys, "\nhost cert-sha256:" + certificates.sha256("granted") + " write:earthquake",
                        StandardOpenOption.APPEND);
                Map<String, String> config = new HashMap<>(Map.of("millrace.ingest.security", "required",
                        "millrace.ingest.access.keys-file", keys.toString(),
                        "millrace.ingest.access.webhooks-file", hooks.toString(),
                        "millrace.ingest.access.token-keys", set.toString(), "millrace.ingest.access.token-issuer", "i",
                        "millrace.ingest.access.token-audience", "a", "millrace.ingest.access.bytes-per-second", "100K",
                        "millrace.ingest.access.refresh-interval", "50ms", "test.token", token(key), "test.keys",
                        keys.toString()));
                config.put("test.certificates", folder.toString());
                config.put("quarkus.http.test-ssl-port", "0");
                config.put("quarkus.http.insecure-requests", "enabled");
                String store = "quarkus.http.ssl.certificate.";
                config.put(store + "key-store-file", folder.resolve("server.p12").toString());
                config.put(store + "key-store-password", TestCertificates.PASSWORD);
                config.put(store + "trust-store-file", folder.resolve("trusted.p12").toString());
                config.put(store + "trust-store-password", TestCertificates.PASSWORD);
                return config;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private static String line(String name, String grants) throws Exception {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return name + " sha256:" + HexFormat.of().formatHex(hash) + " " + grants;
        }

        private static String token(RsaJsonWebKey key) throws JoseException {
            JwtClaims claims = new JwtClaims();
            claims.setIssuer("i");
            claims.setAudience("a");
            claims.setSubject("tom");
            claims.setExpirationTimeMinutesInTheFuture(60);
            claims.setStringClaim("scope", "millrace:write:earthquake");
            JsonWebSignature signed = new JsonWebSignature();
            signed.setPayload(claims.toJson());
            signed.setKeyIdHeaderValue("k");
            signed.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
            signed.setKey(key.getPrivateKey());
            return signed.getCompactSerialization();
        }
    }

    private final ServiceClient caller = ServiceClient.ofService();
    private final TopicProbe kafka = new TopicProbe();
    private long before;

    @BeforeEach
    void open() throws Exception {
        try (ServiceClient health = ServiceClient.ofManagement()) {
            ServiceReadiness.await(health, "/health/ready");
        }
        awaitStatus("/v1/streams/earthquake", 200, "reader");
        before = kafka.end("earthquake");
    }

    @AfterEach
    void close() {
        caller.close();
        kafka.close();
    }

    @Test
    void nobodyAndStrangersAreTurnedAwayEverywhere() throws Exception {
        for (String[] headers : List.of(new String[]{"X-Other", "1"}, new String[]{"X-API-Key", "wrong"},
                new String[]{"Authorization", "Bearer wrong"}, new String[]{"Authorization", "Basic cXVha2VzOg=="},
                new String[]{"X-API-Key", ""})) {
            assertCode(401, "unauthenticated", post(TestContracts.earthquake("s", "s@1"), headers));
            HttpResponse<String> list = caller.send(caller.request("/v1/streams", headers));
            assertCode(401, "unauthenticated", list);
            assertEquals("Bearer", list.headers().firstValue("WWW-Authenticate").orElseThrow());
            assertEquals("nosniff", list.headers().firstValue("X-Content-Type-Options").orElseThrow());
        }
        assertEquals(before, kafka.end("earthquake"));
    }

    @Test
    void keyOpensItsStreamAloneWhetherOthersExistOrNot() throws Exception {
        HttpResponse<String> own = post(TestContracts.earthquake("s", "s@2"), "X-API-Key", "quakes");
        HttpResponse<String> bearer = post(TestContracts.earthquake("s", "s@3"), "Authorization", "Bearer quakes");
        HttpResponse<String> other = caller.post("/v1/streams/order/events", JSON, "{}", "X-API-Key", "quakes");
        HttpResponse<String> none = caller.post("/v1/streams/nothing/events", JSON, "{}", "X-API-Key", "quakes");

        assertEquals(200, own.statusCode(), own.body());
        assertEquals(200, bearer.statusCode(), bearer.body());
        assertEquals(assertCode(403, "forbidden-stream", other).getString("detail"),
                assertCode(403, "forbidden-stream", none).getString("detail"));
        assertCode(403, "forbidden-stream", post(TestContracts.earthquake("s", "s@4"), "X-API-Key", "reader"));
        assertEquals(before + 2, kafka.end("earthquake"));
        assertTrue(kafka.records("earthquake").stream()
                .anyMatch(r -> EventHeaders.text(r.headers(), "principal").orElse("").equals("quakes")));
    }

    @Test
    void routedEventsGoOnlyWhereTheCallerMayWrite() throws Exception {
        String[] ce = {"ce-specversion", "1.0", "ce-id", "i", "ce-source", "/s", "ce-type", "io.millrace.quake"};
        String body = TestContracts.earthquake("s", "s@5");

        assertCode(422, "unknown-type", caller.post("/v1/cloudevents", JSON, body, with("orders", ce)));
        assertEquals(before, kafka.end("earthquake"));
        assertEquals(200, caller.post("/v1/cloudevents", JSON, body, with("quakes", ce)).statusCode());
    }

    @Test
    void streamsAreListedAndMadeAsGranted() throws Exception {
        JsonPath seen = new JsonPath(caller.send(caller.request("/v1/streams", "X-API-Key", "orders")).body());
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("{}");

        assertEquals(List.of("order"), seen.getList("streams.stream"));
        assertCode(403, "forbidden-stream",
                caller.send(caller.request("/v1/streams/earthquake/schema", "X-API-Key", "orders")));
        assertCode(403, "forbidden-stream", caller.send(caller
                .request("/v1/streams/made", "X-API-Key", "quakes", "Content-Type", JSON).PUT(body)));
        assertCode(422, "no-contract", caller.send(caller
                .request("/v1/streams/made", "X-API-Key", "admin", "Content-Type", JSON).PUT(body)));
        assertCode(403, "forbidden-stream", post(TestContracts.earthquake("s", "s@6"), "X-API-Key", "admin"));
    }

    @Test
    void tokenIsAKeyToo() throws Exception {
        String token = io.smallrye.config.Config.get().getValue("test.token", String.class);

        HttpResponse<String> lawful = post(TestContracts.earthquake("s", "s@7"), "Authorization", "Bearer " + token);
        HttpResponse<String> bent = post(TestContracts.earthquake("s", "s@8"), "Authorization", "Bearer x" + token);

        assertEquals(200, lawful.statusCode(), lawful.body());
        assertCode(401, "unauthenticated", bent);
    }

    @Test
    void keyOfARequestIsItsCallersOwn() throws Exception {
        String token = io.smallrye.config.Config.get().getValue("test.token", String.class);
        String body = TestContracts.earthquake("s", "-").replace("\"event_id\": \"-\", ", "");

        JsonPath one = new JsonPath(post(body, "X-API-Key", "quakes", "Idempotency-Key", "1").body());
        JsonPath other = new JsonPath(post(body, "Authorization", "Bearer " + token, "Idempotency-Key", "1").body());

        assertNotEquals(one.getString("results[0].event_id"), other.getString("results[0].event_id"));
    }

    @Test
    void webhookIsKnownByItsSignatureAndNamedByItsId() throws Exception {
        String body = TestContracts.earthquake("s", "-").replace("\"event_id\": \"-\", ", "");
        String now = Long.toString(Instant.now().getEpochSecond());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        String signature = "v1," + Base64.getEncoder()
                .encodeToString(mac.doFinal(("m1." + now + "." + body).getBytes(StandardCharsets.UTF_8)));
        String[] headers = {"webhook-id", "m1", "webhook-timestamp", now, "webhook-signature", signature};

        HttpResponse<String> first = post(body, headers);
        HttpResponse<String> again = post(body, headers);
        HttpResponse<String> bent = post(body + " ", headers);
        HttpResponse<String> elsewhere = caller.post("/v1/streams/order/events", JSON, body, headers);

        assertEquals(200, first.statusCode(), first.body());
        assertEquals(new JsonPath(first.body()).getString("results[0].event_id"),
                new JsonPath(again.body()).getString("results[0].event_id"));
        assertCode(401, "unauthenticated", bent);
        assertCode(403, "forbidden-stream", elsewhere);
        assertCode(403, "forbidden-stream", caller.send(caller.request("/v1/streams/earthquake", headers)));
        assertEquals(before + 2, kafka.end("earthquake"));
    }

    @Test
    void whoSentTooMuchIsToldWhenToComeAgain() throws Exception {
        HttpResponse<String> large = post(" ".repeat(400_000) + TestContracts.earthquake("s", "s@9"), "X-API-Key",
                "greedy");
        HttpResponse<String> next = post(TestContracts.earthquake("s", "s@10"), "X-API-Key", "greedy");
        HttpResponse<String> other = post(TestContracts.earthquake("s", "s@11"), "X-API-Key", "quakes");

        assertEquals(200, large.statusCode(), large.body());
        assertCode(429, "quota", next);
        assertTrue(Integer.parseInt(next.headers().firstValue("Retry-After").orElseThrow()) >= 1);
        assertEquals("\"bytes\";q=102400;w=1", next.headers().firstValue("RateLimit-Policy").orElseThrow());
        assertEquals(200, other.statusCode(), other.body());
        assertEquals(before + 2, kafka.end("earthquake"));
    }

    @Test
    void keysAreChangedWithoutARestartAndABrokenFileChangesNothing() throws Exception {
        Path keys = Path.of(io.smallrye.config.Config.get().getValue("test.keys", String.class));
        String original = Files.readString(keys);
        try {
            Files.writeString(keys, original.replace(Required.line("orders", "write:order"),
                    Required.line("rotated", "write:earthquake")));
            awaitStatus(200, "rotated");
            awaitStatus(401, "orders");

            try (Reports reports = new Reports()) {
                Files.writeString(keys, "no credentials at all");
                reports.await("must be: name credential grants");
                awaitStatus(200, "rotated");
                Files.delete(keys);
                reports.await("check that the file exists");
                awaitStatus(200, "rotated");
            }
        } finally {
            Files.writeString(keys, original);
            awaitStatus(401, "rotated");
        }
    }

    /** What the service writes into its log about the file. */
    private static final class Reports extends Handler implements AutoCloseable {
        private final BlockingQueue<String> written = new LinkedBlockingQueue<>();

        Reports() {
            Logger.getLogger("").addHandler(this);
        }

        void await(String text) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            String report;
            do {
                report = written.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                assertNotNull(report, "nothing is reported with: " + text);
            } while (!report.contains(text));
        }

        @Override
        public void publish(LogRecord one) {
            written.add(one.getMessage() + Arrays.toString(one.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            Logger.getLogger("").removeHandler(this);
        }
    }

    private void awaitStatus(int status, String key) throws Exception {
        awaitStatus("/v1/streams", status, key);
    }

    private void awaitStatus(String path, int status, String key) throws Exception {
        await(path + " answers the key " + key + " with " + status)
                .until(() -> caller.send(caller.request(path, "X-API-Key", key)).statusCode() == status);
    }

    private HttpResponse<String> post(String body, String... headers) throws Exception {
        return caller.post(QUAKES, JSON, body, headers);
    }

    private static String[] with(String key, String... headers) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "X-API-Key";
        all[headers.length + 1] = key;
        return all;
    }

    private static JsonPath assertCode(int status, String code, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        JsonPath problem = new JsonPath(response.body());
        assertEquals(code, problem.getString("code"), response.body());
        return problem;
    }
}
