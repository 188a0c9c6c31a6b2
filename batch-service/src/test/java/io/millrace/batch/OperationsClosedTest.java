package io.millrace.batch;

import java.net.URI;
import java.net.URL;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

/** A service without a file of keys. */
@QuarkusTest
@TestProfile(RunsByHand.class)
class OperationsClosedTest {
    @TestHTTPResource(value = "/", management = true)
    URL port;

    @Test
    void withoutAFileOfKeysEveryRequestIsRefused() throws Exception {
        OperatorClient client = new OperatorClient(URI.create(port.toString().replaceFirst("/$", "")));

        client.refused(403, "operations-closed", "GET", "/v1/dead-letters?stream=visits", "", "");
        client.refused(403, "operations-closed", "POST", "/v1/dead-letters:redrive", "of-admin", "{}");
    }
}
