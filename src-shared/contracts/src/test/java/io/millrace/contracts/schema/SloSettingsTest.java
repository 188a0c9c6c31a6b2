package io.millrace.contracts.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import io.millrace.contracts.slo.Slo;
import io.millrace.contracts.slo.SloDefaults;
import io.millrace.contracts.slo.SloSource;
import io.millrace.contracts.slo.SloTarget;
import io.millrace.contracts.slo.SloTargets;
import io.millrace.contracts.testing.Avsc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SloSettingsTest {
    private static final StreamName STREAM = new StreamName("things");
    private static final SloTargets DEFAULTS = SloDefaults.bundled().targets();

    private static SloTargets targets(String settings) {
        return ContractParser.parse(STREAM, Avsc.with(settings)).slo();
    }

    @Test
    void withoutASettingTheTargetsAreTheDefaults() {
        assertEquals(DEFAULTS, ContractParser.parse(STREAM, Avsc.of()).slo());
    }

    @Test
    void whatIsSetReplacesItsDefaultAndNothingElse() {
        assertEquals(
                DEFAULTS.with(Slo.LATENCY, new SloTarget(DEFAULTS.of(Slo.LATENCY).objective(), 0.5), SloSource.CONTRACT)
                        .with(Slo.AVAILABILITY, new SloTarget(1, Double.NaN), SloSource.CONTRACT)
                        .with(Slo.LETTERS, new SloTarget(DEFAULTS.of(Slo.LETTERS).objective(), 0), SloSource.CONTRACT),
                targets("'slo': {'latency': {'threshold': 'PT0.5S'}, 'availability': {'objective': 1},"
                        + " 'letters': {'threshold': 0}}"));
    }

    @Test
    void theFreshnessOfTheContractIsTheThresholdUnlessTheObjectiveHasItsOwn() {
        assertEquals(30, targets("'freshness': 'PT30S'").of(Slo.FRESHNESS).threshold());
        assertEquals(60, targets("'freshness': 'PT30S', 'slo': {'freshness': {'threshold': 'PT1M'}}").of(Slo.FRESHNESS)
                .threshold());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "7 | /millrace/slo", "null | /millrace/slo", "{'speed': {}} | /millrace/slo/speed",
            "{'lag': 'PT5M'} | /millrace/slo/lag", "{'lag': {'target': 1}} | /millrace/slo/lag/target",
            "{'lag': {'objective': 1.1}} | /millrace/slo/lag/objective",
            "{'lag': {'objective': 0.4}} | /millrace/slo/lag/objective",
            "{'lag': {'objective': '0.9'}} | /millrace/slo/lag/objective",
            "{'lag': {'threshold': 'PT0S'}} | /millrace/slo/lag/threshold",
            "{'lag': {'threshold': '5m'}} | /millrace/slo/lag/threshold",
            "{'lag': {'threshold': 300}} | /millrace/slo/lag/threshold",
            "{'letters': {'threshold': -1}} | /millrace/slo/letters/threshold",
            "{'letters': {'threshold': 1.5}} | /millrace/slo/letters/threshold",
            "{'availability': {'threshold': 'PT1S'}} | /millrace/slo/availability/threshold"}, quoteCharacter = '`')
    void aBadObjectiveIsRefusedWithItsPlace(String slo, String pointer) {
        var refusal = assertThrows(ContractException.class, () -> targets("'slo': " + slo));
        assertEquals(List.of(pointer), refusal.problems().stream().map(ContractProblem::pointer).toList());
    }

    @Test
    void aLowObjectiveIsRefusedWithTheRangeAndTheReason() {
        var refusal = assertThrows(ContractException.class, () -> targets("'slo': {'lag': {'objective': 0.4}}"));

        String reason = refusal.problems().getFirst().reason();
        assertTrue(reason.contains("0.5 to 1") && reason.contains("most may miss it"), reason);
    }
}
