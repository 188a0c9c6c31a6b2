package io.millrace.batch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import io.millrace.contracts.rule.OnFailure;
import io.millrace.contracts.rule.QualityRule;
import io.millrace.contracts.rule.RuleMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rule that writes no dead letters has a dash in place of their number: 0 would say that no event failed. */
class RuleViewTest {
    @ParameterizedTest
    @CsvSource({"WRITEREAD,DLQ,0", "WRITE,DLQ,0", "READ,ERROR,0", "WRITEREAD,ERROR,0", "WRITE,ERROR,–", "READ,NONE,–",
            "WRITEREAD,NONE,–"})
    void aRuleWithoutLettersHasADash(RuleMode mode, OnFailure onFailure, String letters) {
        QualityRule rule = new QualityRule("r", mode, "true", onFailure, "", List.of(), Map.of());

        assertEquals(letters, StreamPages.rule(rule, List.of(), true).letters());
        assertEquals("–", StreamPages.rule(rule, List.of(), false).letters());
    }
}
