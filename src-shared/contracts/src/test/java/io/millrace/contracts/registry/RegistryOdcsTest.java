package io.millrace.contracts.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.slo.Slo;
import io.millrace.contracts.slo.SloDefaults;
import io.millrace.contracts.slo.SloSource;
import io.millrace.contracts.slo.SloTargets;
import io.millrace.contracts.testing.Avsc;
import io.millrace.contracts.testing.RunningStack;
import io.millrace.devstack.DevStack;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Open Data Contracts in the real registry. */
@Tag("process")
@ExtendWith(RunningStack.class)
class RegistryOdcsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SloTargets DEFAULTS = SloDefaults.bundled().targets();
    private static final String DOCUMENT = """
            apiVersion: v3.1.0
            kind: DataContract
            id: orders
            name: orders
            version: 1.0.0
            status: active
            info: {title: orders, version: 1.0.0}
            slaProperties:
              - {property: latency, value: %s, unit: s}
              - {property: completeness, value: 99.9, unit: percent}
            """;

    private final StreamName stream = new StreamName("agreed-" + UUID.randomUUID());
    private final String api;
    private final ContractRegistry registry;
    private final ContractCatalog catalog;

    RegistryOdcsTest(DevStack stack) {
        api = RegistryClients.api(stack.registryUrl());
        registry = new ApicurioContractRegistry(api);
        catalog = new ContractCatalog(registry);
    }

    @Test
    void theTargetsAreThoseOfTheDocumentAndFollowItsNewestVersion() throws Exception {
        registry.register(stream, Avsc.of());
        Contract before = latest();
        assertEquals(DEFAULTS, before.slo());

        create("ODCS_CONTRACT", "application/x-yaml", DOCUMENT.formatted(60));
        assertEquals(60, latest().slo().of(Slo.FRESHNESS).threshold());
        assertEquals(0.999, latest().slo().of(Slo.COMPLETENESS).objective());
        assertEquals(SloSource.ODCS, latest().slo().sourceOf(Slo.COMPLETENESS));
        assertSame(latest(), latest());

        add("application/x-yaml", DOCUMENT.formatted(90));
        assertEquals(90, latest().slo().of(Slo.FRESHNESS).threshold());
        assertEquals(Map.of(), catalog.refusedOdcs());
    }

    @Test
    void thePropertyOfTheContractComesFirst() throws Exception {
        registry.register(stream, Avsc.with("'slo': {'freshness': {'threshold': 'PT7S'}}"));
        create("ODCS_CONTRACT", "application/x-yaml", DOCUMENT.formatted(60));

        SloTargets targets = latest().slo();

        assertEquals(7, targets.of(Slo.FRESHNESS).threshold());
        assertEquals(SloSource.CONTRACT, targets.sourceOf(Slo.FRESHNESS));
        assertEquals(SloSource.ODCS, targets.sourceOf(Slo.COMPLETENESS));
        assertEquals(SloSource.DEFAULTS, targets.sourceOf(Slo.LAG));
    }

    @Test
    void aDocumentThatCannotBeUsedIsReportedAndTheStreamGoesOnWithTheDefaults() throws Exception {
        registry.register(stream, Avsc.of());
        create("ODCS_CONTRACT", "application/x-yaml", DOCUMENT.formatted("soon"));

        assertEquals(DEFAULTS, latest().slo());
        String reason = catalog.refusedOdcs().get(stream);
        assertTrue(reason != null && reason.startsWith("slaProperties/0 (latency): needs a value of"), reason);
        assertEquals(Map.of(), catalog.refused());

        add("application/x-yaml", DOCUMENT.formatted(60));
        assertEquals(60, latest().slo().of(Slo.FRESHNESS).threshold());
        assertEquals(Map.of(), catalog.refusedOdcs());
    }

    private Contract latest() {
        return catalog.refresh(stream).orElseThrow().latest();
    }

    private void create(String type, String contentType, String content) throws Exception {
        post("", JSON.createObjectNode().put("artifactId", stream.value()).put("artifactType", type)
                .set("firstVersion", JSON.createObjectNode().set("content", JSON.createObjectNode()
                        .put("content", content).put("contentType", contentType))));
    }

    private void add(String contentType, String content) throws Exception {
        post("/" + stream + "/versions", JSON.createObjectNode().set("content",
                JSON.createObjectNode().put("content", content).put("contentType", contentType)));
    }

    private void post(String path, Object body) throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient().send(HttpRequest
                .newBuilder(URI.create(api + "/groups/millrace-odcs/artifacts" + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())).build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response::body);
    }
}
