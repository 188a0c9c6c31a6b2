package io.millrace.ingest.http.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import io.millrace.ingest.testing.ServiceClient;
import io.millrace.ingest.testing.ServiceReadiness;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.config.Config;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Targets of HTTP/2 requests, which the checks of the HTTP/1 parser do not see. */
@QuarkusTest
class Http2TargetTest {
    private final URI base = URI.create(Config.get().getValue("test.url", String.class));

    @Inject
    Vertx vertx;

    private HttpClient client;

    @BeforeEach
    void open() {
        try (ServiceClient caller = ServiceClient.ofService()) {
            ServiceReadiness.await(caller, "/v1/streams/earthquake");
        }
        client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    }

    @AfterEach
    void close() {
        var unused = client.close();
    }

    @ParameterizedTest
    @CsvSource({"OPTIONS, *, 404, not-found", "GET, v1/streams, 404, not-found",
            "GET, /v1/streams/../x, 400, bad-request", "GET, /nowhere, 404, not-found"})
    void targetThatIsNoRouteIsAnsweredWithAProblem(String method, String target, int status, String code)
            throws Exception {
        String answer = client.request(HttpMethod.valueOf(method), base.getPort(), base.getHost(), target)
                .compose(HttpClientRequest::send)
                .compose(response -> response.body()
                        .map(body -> response.statusCode() + " " + response.getHeader("Content-Type") + " " + body))
                .toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);

        String[] parts = answer.split(" ", 3);
        assertEquals(status + " application/problem+json", parts[0] + " " + parts[1], answer);
        assertEquals(code, new JsonPath(parts[2]).getString("code"));
    }
}
