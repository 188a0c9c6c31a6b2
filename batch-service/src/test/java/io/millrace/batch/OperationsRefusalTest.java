package io.millrace.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.URL;

import jakarta.inject.Inject;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.landing.testing.VisitStream;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests of operators that are refused. */
@QuarkusTest
@TestProfile(OperatorKeys.class)
class OperationsRefusalTest {
    private static String stream = "";

    @TestHTTPResource(value = "/", management = true)
    URL port;

    @Inject
    Admin admin;

    @Inject
    BatchServiceConfig config;

    private OperatorClient client;

    @BeforeEach
    void open() {
        client = new OperatorClient(URI.create(port.toString().replaceFirst("/$", "")));
        if (stream.isEmpty()) {
            VisitStream visits = new VisitStream(config, admin, 1);
            var unused = visits.provision();
            stream = visits.name().value();
        }
    }

    @Test
    void aStreamThatWasCreatedAfterTheStartIsKnownAndHasNoLetters() throws Exception {
        assertEquals(0, client.get("/v1/dead-letters?stream=" + stream, "of-reader").get("letters").size());
    }

    @ParameterizedTest
    @CsvSource({"GET, /v1/dead-letters?stream=S, of-other", "GET, /v1/dead-letters/a/0/0?stream=S, of-other",
            "GET, /v1/streams/S/events/e?pk=p, of-other", "POST, /v1/dead-letters:redrive, of-reader",
            "POST, /v1/dead-letters:park, of-reader"})
    void aCallerNeedsAKnownKeyAndTheGrantForTheStream(String method, String target, String ofAnother)
            throws Exception {
        String here = target.replace("S", stream);
        String body = "{\"stream\": \"" + stream + "\", \"ids\": [\"a/0/0\"]}";

        client.refused(401, "unauthenticated", method, here, "", body);
        client.refused(401, "unauthenticated", method, here, "of-nobody", body);
        client.refused(403, "forbidden-stream", method, here, ofAnother, body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"&limit=0", "&limit=1001", "&limit=x", "&limit=1&limit=2", "&state=lost", "&since=today",
            "&until=1", "&since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z", "&cursor=x", "&cursor=",
            "&payload=yes",
            "&Limit=1", "&other=1", "&reason=", "&reason=key-mistmatch", "&id=%ff", "&stream=a"})
    void aMalformedParameterIsRefused(String parameter) throws Exception {
        client.refused(400, "bad-request", "GET", "/v1/dead-letters?stream=" + stream + parameter, "of-admin", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{} {}", "{}", "{\"stream\": 1}", "{\"stream\": \"a b\"}",
            "{\"stream\": \"S\", \"rate\": 0}", "{\"stream\": \"S\", \"rate\": 1.5}",
            "{\"stream\": \"S\", \"other\": 0}",
            "{\"stream\": \"S\", \"patch\": 1}", "{\"stream\": \"S\", \"ids\": \"a\"}",
            "{\"stream\": \"S\", \"ids\": [1]}", "{\"stream\": \"S\", \"reasons\": [\"rules\"]}",
            "{\"stream\": \"S\", \"states\": [\"lost\"]}",
            "{\"stream\": \"S\", \"dry-run\": \"true\"}", "{\"stream\": \"S\", \"since\": \"today\"}",
            "{\"stream\": \"S\", \"rate\": 1, \"rate\": 2}"})
    void aMalformedBodyIsRefused(String body) throws Exception {
        client.refused(400, "bad-request", "POST", "/v1/dead-letters:redrive", "of-admin",
                body.replace("S\"", stream + "\""));
    }

    @Test
    void whatIsNotThereIsAProblem() throws Exception {
        client.refused(400, "bad-request", "GET", "/v1/dead-letters", "of-admin", "");
        client.refused(404, "unknown-stream", "GET", "/v1/dead-letters?stream=never-was", "of-admin", "");
        client.refused(404, "unknown-redrive", "GET", "/v1/dead-letters/redrives/none", "of-admin", "");
        client.refused(404, "not-found", "GET", "/v1/letters", "of-admin", "");
        client.refused(405, "method-not-allowed", "PUT", "/v1/dead-letters:park", "of-admin", "");
        client.refused(413, "body-too-large", "POST", "/v1/dead-letters:redrive", "of-admin", "x".repeat(2 << 20));
        client.refused(400, "bad-request", "POST", "/v1/dead-letters:park", "of-admin",
                "{\"stream\": \"" + stream + "\"}");
    }
}
