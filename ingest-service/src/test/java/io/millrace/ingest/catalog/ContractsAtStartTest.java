package io.millrace.ingest.catalog;

import static io.millrace.ingest.testing.TestWaits.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.ingest.testing.ServiceClient;
import io.millrace.ingest.testing.TestContracts;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The registry is read while the service starts: a start does not take the time of both. */
@QuarkusTest
@TestProfile(ContractsAtStartTest.HeldStart.class)
class ContractsAtStartTest {
    private static final String HOLD = "test.hold-start";

    public static final class HeldStart implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(HOLD, "true", "millrace.contracts.provision-types", "example.Region",
                    "millrace.contracts.provision", "earthquake,order,sited");
        }
    }

    /** Delays the start of the messaging connector until the contracts are loaded. */
    @Singleton
    public static class Hold {
        private boolean loaded;

        void hold(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE - 1) StartupEvent event,
                ContractCatalog catalog, @ConfigProperty(name = HOLD, defaultValue = "false") boolean hold) {
            if (hold) {
                await("the contracts are loaded").until(catalog::loaded);
                loaded = catalog.loaded();
            }
        }
    }

    @Inject
    Hold held;

    @Test
    void contractsAreLoadedBeforeTheConnectorIsStartedAndEventsAreStoredAfterIt() throws Exception {
        assertTrue(held.loaded);
        try (ServiceClient caller = ServiceClient.ofService()) {
            await("an event is stored").untilAsserted(() -> {
                HttpResponse<String> stored = caller.post("/v1/streams/earthquake/events", "application/json",
                        TestContracts.earthquake("at-start", "at-start@1"));
                assertEquals(200, stored.statusCode(), stored.body());
            });
        }
    }

    @Test
    void sharedTypesAreRegisteredBeforeTheStreamsThatNameThem() throws Exception {
        try (ServiceClient caller = ServiceClient.ofService()) {
            HttpResponse<String> stream = caller.send(caller.request("/v1/streams/sited"));

            assertEquals(List.of("example.Region"), new JsonPath(stream.body()).getList("contract.types.type"));
        }
    }
}
