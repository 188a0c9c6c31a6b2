package io.millrace.contracts.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;

import io.millrace.contracts.rule.QualityRule;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.testing.Avsc;
import io.millrace.contracts.testing.RunningStack;
import io.millrace.devstack.DevStack;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("process")
@ExtendWith(RunningStack.class)
class RegistryRuleSetTest {
    private final StreamName stream = new StreamName("ruled-" + UUID.randomUUID());
    private final String api;
    private final ContractRegistry registry;
    private final ContractCatalog catalog;

    RegistryRuleSetTest(DevStack stack) {
        api = RegistryClients.api(stack.registryUrl());
        registry = new ApicurioContractRegistry(api);
        catalog = new ContractCatalog(registry);
    }

    @Test
    void rulesOfTheArtifactAndOfAVersionAreReadBesideThoseOfTheSchema() throws Exception {
        // given
        registry.register(stream, Avsc.with("'rules': [{'name': 'own', 'expr': 'true'}]"));
        assertEquals(List.of("own"), names());
        // when
        put("", rule("of-the-artifact", "pk != 'x'"));
        // then
        assertEquals(List.of("of-the-artifact", "own"), names());
        // when
        put("/versions/1", rule("of-the-version", "size(pk) > 1"));
        // then
        assertEquals(List.of("of-the-version", "own"), names());
    }

    @Test
    void versionWhoseRuleSetCannotBeRunIsNotUsedAndTheRulesBeforeStay() throws Exception {
        // given
        registry.register(stream, Avsc.of());
        put("", rule("good", "pk != 'x'"));
        assertEquals(List.of("good"), names());
        // when
        put("", rule("bad", "nope > 1"));
        // then
        assertEquals(List.of("good"), names());
        String reason = catalog.refused().get(stream);
        assertTrue(reason != null && reason.contains("/contract/ruleset/domainRules/0/expr: line 1, column 1"), reason);
        // and a process that did not know the good one
        assertTrue(new ContractCatalog(registry).refresh(stream).isEmpty());
    }

    private List<String> names() {
        Contract latest = catalog.refresh(stream).orElseThrow().latest();
        return latest.rules().rules().stream().map(QualityRule::name).toList();
    }

    private static String rule(String name, String expression) {
        return Avsc.json("{'domainRules': [{'name': '%s', 'kind': 'CONDITION', 'type': 'CEL', 'mode': 'WRITEREAD',"
                .formatted(name)) + "\"expr\": \"" + expression + "\", \"onFailure\": \"ERROR\"}]}";
    }

    private void put(String version, String ruleSet) throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient().send(HttpRequest
                .newBuilder(URI.create(
                        api + "/groups/millrace/artifacts/" + stream + version + "/contract/ruleset"))
                .header("Content-Type", "application/json").PUT(HttpRequest.BodyPublishers.ofString(ruleSet)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response::body);
    }
}
