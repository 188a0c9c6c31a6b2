package io.millrace.ingest.access;

import static io.millrace.ingest.testing.TestWaits.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import io.millrace.ingest.testing.TestCertificates;
import io.millrace.ingest.testing.TestContracts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.smallrye.config.Config;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Callers that show a certificate, over TLS. */
@QuarkusTest
@TestProfile(KnownCallersTest.Required.class)
class ClientCertificateTest {
    private final TestCertificates certificates = new TestCertificates(
            Path.of(Config.get().getValue("test.certificates", String.class)));
    private final URI service = URI.create(Config.get().getValue("test.url.ssl", String.class));

    @ParameterizedTest
    @CsvSource({"granted, earthquake, 200", "granted, order, 403", "stranger, earthquake, 401",
            "untrusted, earthquake, 401", ", earthquake, 401"})
    void openWhatIsGrantedToThem(@Nullable String name, String stream, int status) throws Exception {
        assertEquals(status, post(name, stream));
    }

    private int post(@Nullable String name, String stream) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/v1/streams/" + stream + "/events"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(TestContracts.earthquake("t", "t@tls"))).build();
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .sslContext(certificates.context(name)).build()) {
            AtomicInteger status = new AtomicInteger();
            await("the service knows its streams").until(() -> {
                HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                status.set(answer.statusCode());
                return answer.statusCode() < 500 && !"unknown-stream".equals(new JsonPath(answer.body()).get("code"));
            });
            return status.get();
        }
    }
}
