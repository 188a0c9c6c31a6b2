package io.millrace.contracts.slo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OdcsTargetsTest {
    private static final SloTargets DEFAULTS = SloDefaults.bundled().targets();

    private static String document(String properties) {
        return """
                apiVersion: v3.1.0
                kind: DataContract
                id: orders
                version: 1.0.0
                status: active
                slaProperties:
                """ + properties;
    }

    private static SloTargets targets(String properties) {
        OdcsTargets read = OdcsTargets.read(document(properties));
        assertEquals(List.of(), read.problems());
        return read.over(DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource({"latency,4,d,345600", "latency,30,s,30", "ly,2,hours,7200", "freshness,15,min,900",
            "Latency,0.5,h,1800",
            "latency,250,ms,0.25"})
    void latencyIsTheThresholdOfFreshness(String property, String value, String unit, double seconds) {
        SloTargets targets = targets("  - {property: %s, value: %s, unit: %s}\n".formatted(property, value, unit));

        assertEquals(new SloTarget(DEFAULTS.of(Slo.FRESHNESS).objective(), seconds), targets.of(Slo.FRESHNESS));
        assertEquals(SloSource.ODCS, targets.sourceOf(Slo.FRESHNESS));
        assertEquals(SloSource.DEFAULTS, targets.sourceOf(Slo.COMPLETENESS));
    }

    @ParameterizedTest
    @CsvSource({"99.9,percent,0.999", "99.9,%,0.999", "0.95,,0.95", "100,percentage,1", "1,,1"})
    void completenessIsAShare(String value, String unit, double objective) {
        SloTargets targets = targets("  - {property: completeness, value: %s, unit: '%s'}\n".formatted(value,
                unit == null ? "" : unit));

        assertEquals(objective, targets.of(Slo.COMPLETENESS).objective(), 1e-12);
        assertEquals(SloSource.ODCS, targets.sourceOf(Slo.COMPLETENESS));
    }

    @Test
    void ofSeveralValuesTheStrictestCountsAndOtherPropertiesAreLeftOut() {
        SloTargets targets = targets("""
                  - {property: latency, value: 1, unit: h, element: orders.a}
                  - {property: latency, value: 5, unit: m, element: orders.b}
                  - {property: retention, value: forever, unit: y}
                  - {property: generalAvailability, value: 2022-05-12T09:30:10-08:00}
                """);

        assertEquals(300, targets.of(Slo.FRESHNESS).threshold());
    }

    @Test
    void jsonIsReadAsWell() {
        OdcsTargets read = OdcsTargets.read("{\"kind\": \"DataContract\", \"apiVersion\": \"v3.1.0\","
                + " \"slaProperties\": [{\"property\": \"latency\", \"value\": \"2\", \"unit\": \"d\"}]}");

        assertEquals(172_800, read.freshnessSeconds().orElseThrow());
    }

    @Test
    void aDocumentWithoutLevelsOrNoDocumentChangesNothing() {
        assertSame(DEFAULTS, OdcsTargets.read("").over(DEFAULTS));
        OdcsTargets read = OdcsTargets.read("{kind: DataContract, apiVersion: v3.0.2}");
        assertEquals(List.of(), read.problems());
        assertSame(DEFAULTS, read.over(DEFAULTS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"latency, value: 4", "latency, value: four, unit: d", "latency, value: -1, unit: d",
            "latency, value: NaN, unit: d", "latency, value: 4, unit: fortnight", "latency, value: 90000, unit: d",
            "completeness, value: 99.9", "completeness, value: 10, unit: percent", "completeness, value: 1, unit: d",
            "completeness, value: NaN", "completeness"})
    void aLevelThatCannotBeUsedIsAProblemWithItsPlaceAndTheDocumentHasNoTargets(String property) {
        OdcsTargets read = OdcsTargets.read(document("""
                  - {property: latency, value: 1, unit: d}
                  - {property: %s}
                """.formatted(property)));

        assertEquals(1, read.problems().size(), () -> read.problems().toString());
        String name = property.replaceAll(",.*", "");
        assertTrue(read.problems().getFirst().startsWith("slaProperties/1 (" + name + "): needs a value of"),
                read.problems()::getFirst);
        assertSame(DEFAULTS, read.over(DEFAULTS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "- a\n- b", "just words", "kind: DataContract", "{kind: X, apiVersion: v3.1.0}",
            "{kind: DataContract, apiVersion: v2.2.2}", "{kind: DataContract, apiVersion: v3.1.0, slaProperties: 4}",
            "a: &a [1]\nb: *c"})
    void whatIsNoOpenDataContractIsAProblem(String text) {
        OdcsTargets read = OdcsTargets.read(text);

        assertEquals(1, read.problems().size(), () -> read.problems().toString());
        assertSame(DEFAULTS, read.over(DEFAULTS));
    }

    @Test
    void aDocumentThatIsTooLargeIsAProblem() {
        assertEquals(List.of("the document is larger than 1 MB"),
                OdcsTargets.read(document("#" + "x".repeat(1 << 20))).problems());
    }
}
