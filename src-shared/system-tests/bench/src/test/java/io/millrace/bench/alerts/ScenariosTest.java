package io.millrace.bench.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.millrace.contracts.slo.SloDefaults;
import org.junit.jupiter.api.Test;

/** The faults of the lab fit the rules and runbooks of this checkout. */
class ScenariosTest {
    @Test
    void eachIsForAnAlertOfTheRulesAndItsRunbook() throws IOException {
        String rules = RealFiles.rules();
        List<String> alerts = ScaledRules.alerts(rules);

        for (Scenario scenario : Scenarios.all()) {
            assertTrue(alerts.contains(scenario.alert()), scenario.alert());
            assertTrue(alerts.containsAll(scenario.consequences()), scenario.alert());
            String rule = rules.substring(rules.indexOf("- alert: " + scenario.alert() + "\n"));
            assertEquals("deploy/runbooks/" + scenario.runbook() + ".md",
                    rule.lines().filter(line -> line.contains("runbook_url: ")).findFirst().orElseThrow()
                            .replaceFirst(".*runbook_url: ", ""));
        }
    }

    @Test
    void eachAlertOfTheRulesHasAFault() throws IOException {
        assertEquals(Set.copyOf(ScaledRules.alerts(RealFiles.rules())),
                Set.copyOf(Scenarios.all().stream().map(Scenario::alert).toList()));
    }

    @Test
    void eachRunbookHasCommandsThatMendItsFault() {
        for (Scenario scenario : Scenarios.all()) {
            assertFalse(scenario.mending(RealFiles.RUNBOOKS).commands().isEmpty(), scenario.alert());
        }
    }

    @Test
    void aHangingBrokerFailsEnoughRequestsForAnAlert() {
        HangingProcess fault = (HangingProcess) Scenarios.all().stream()
                .filter(scenario -> scenario.alert().equals("MillraceAvailabilityBurn")).findFirst().orElseThrow()
                .fault();

        assertTrue(fault.requests() >= 2 * SloDefaults.bundled().limits().burnLeastMissed());
    }

    @Test
    void noAlertIsTriedTwice() {
        Set<String> seen = new HashSet<>();

        assertTrue(Scenarios.all().stream().allMatch(scenario -> seen.add(scenario.alert())));
    }
}
