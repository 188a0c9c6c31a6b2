package io.millrace.ingest.http.resource;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import io.millrace.ingest.testing.ProblemAssertions;
import io.millrace.ingest.testing.ServiceClient;
import io.millrace.ingest.testing.TestContracts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

/** A service that has not read the contracts yet cannot say that a stream does not exist. */
@QuarkusTest
@TestProfile(NotLoadedTest.NoRegistry.class)
class NotLoadedTest {
    public static final class NoRegistry implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            // Nobody listens there.
            return Map.of("millrace.registry.url", "http://localhost:1/apis/registry/v3",
                    "millrace.contracts.provision",
                    "");
        }
    }

    @Test
    void streamThatIsNotKnownYetIsNoStreamThatIsNotThere() throws Exception {
        try (ServiceClient caller = ServiceClient.ofService()) {
            HttpResponse<String> look = caller.send(caller.request("/v1/streams/earthquake"));
            HttpResponse<String> event = caller.post("/v1/streams/earthquake/events", "application/json",
                    TestContracts.earthquake("n", "n@1"));

            for (HttpResponse<String> response : List.of(look, event)) {
                String detail = ProblemAssertions.assertProblem(response, 503, "registry-unavailable")
                        .getString("detail");
                assertTrue(detail.contains("not loaded yet"), detail);
                assertTrue(response.headers().firstValue("Retry-After").isPresent());
            }
        }
    }
}
