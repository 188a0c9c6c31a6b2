package io.millrace.contracts.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.millrace.contracts.binary.MalformedAvroException;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractException;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.testing.Avsc;
import io.millrace.contracts.testing.Records;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleSyntaxTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                | /millrace/rules: must be a list of rules
            [1]                                               | /millrace/rules/0: must be an object
            [{'expr': 'true'}]                                | /millrace/rules/0/name: must have 1 to 64 letters
            [{'name': 'a b', 'expr': 'true'}]                 | /millrace/rules/0/name: must have 1 to 64 letters
            [{'name': 'a', 'expr': 'true'}, {'name': 'a', 'expr': 'true'}] | /millrace/rules/1/name: is the name of another rule, too
            [{'name': 'a'}]                                   | /millrace/rules/0/expr: must be an expression
            [{'name': 'a', 'expr': 5}]                        | /millrace/rules/0/expr: must be text
            [{'name': 'a', 'expr': 'true', 'kind': 'TRANSFORM'}] | /millrace/rules/0/kind: must be CONDITION
            [{'name': 'a', 'expr': 'true', 'type': 'CEL_FIELD'}] | /millrace/rules/0/type: must be CEL
            [{'name': 'a', 'expr': 'true', 'mode': 'UPGRADE'}] | /millrace/rules/0/mode: must be one of [WRITE, READ, WRITEREAD]
            [{'name': 'a', 'expr': 'true', 'mode': 'read'}]   | /millrace/rules/0/mode: must be one of [WRITE, READ, WRITEREAD]
            [{'name': 'a', 'expr': 'true', 'onFailure': 'WARN'}] | /millrace/rules/0/onFailure: must be one of [ERROR, DLQ, NONE]
            [{'name': 'a', 'expr': 'true', 'onSuccess': 'DLQ'}] | /millrace/rules/0/onSuccess: must be NONE
            [{'name': 'a', 'expr': 'true', 'mode': 'WRITE', 'onFailure': 'DLQ'}] | /millrace/rules/0/mode: must be READ or WRITEREAD
            [{'name': 'a', 'expr': 'true', 'tags': 'pii'}]    | /millrace/rules/0/tags: must be a list of texts
            [{'name': 'a', 'expr': 'true', 'params': {'p': 1}}] | /millrace/rules/0/params: must be an object of texts
            [{'name': 'a', 'expr': 'true', 'disabled': 'yes'}] | /millrace/rules/0/disabled: must be true or false
            [{'name': 'a', 'expr': 'true', 'on_failure': 'DLQ'}] | /millrace/rules/0: has no member 'on_failure'
            [{'name': 'a', 'expr': '1 + 1'}]                  | /millrace/rules/0/expr: line 1, column 3: must be of type bool, is of type int
            [{'name': 'a', 'expr': 'true'}, {'name': 'b', 'expr': 'nope'}] | /millrace/rules/1/expr: line 1, column 1: undeclared
            """)
    void ruleThatIsNotKnownInFullRefusesTheContract(String rules, String reason) {
        var refused = assertThrows(ContractException.class, () -> contract(rules));

        assertTrue(refused.problems().stream().anyMatch(problem -> problem.toString().startsWith(reason)),
                refused.problems()::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            size(pk) > 1 / 0; line 1, column 14: the operation fails for every event
            1 / 0 > 0; line 1, column 7: the operation fails for every event
            int(\\"x\\") == size(pk); line 1, column 4: the operation fails for every event
            event_time.getHours(\\"Europe/Nowhere\\") > 1; line 1, column 21: the text is no argument of getHours()
            """)
    void constantThatFailsForEveryEventRefusesTheContract(String expression, String reason) {
        var refused = assertThrows(ContractException.class,
                () -> contract("[{'name': 'a', 'expr': '" + expression + "'}]"));

        assertEquals("[/millrace/rules/0/expr: " + reason + "]", refused.problems().toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            size(pk) > 1 || 1 / 0 > 0
            size(pk) > 4 / 2
            event_time.getHours(\\"Europe/Vienna\\") > 1
            [1, 2].exists(n, n == size(pk))
            pk in [\\"a\\", \\"b\\"] && event_time > timestamp(\\"2020-01-01T00:00:00Z\\") - duration(\\"1h\\")
            """)
    void otherConstantsAreAllowed(String expression) {
        assertEquals(1, contract("[{'name': 'a', 'expr': '" + expression + "'}]").rules().rules().size());
    }

    @Test
    void everyFieldOfTheRuleSetsOfRegistriesIsRead() {
        Contract contract = contract(
                """
                [{'name': 'a.b-c_1', 'kind': 'CONDITION', 'type': 'CEL', 'mode': 'READ', 'expr': 'size(pk) > 0', 'onFailure': 'DLQ',
                'onSuccess': 'NONE', 'doc': 'has a key', 'tags': ['x', 'y'], 'params': {'p': 'q'}, 'disabled': false}]""");

        assertEquals(List.of(new QualityRule("a.b-c_1", RuleMode.READ, "size(pk) > 0", OnFailure.DLQ, "has a key",
                List.of("x", "y"), Map.of("p", "q"))), contract.rules().rules());
    }

    @Test
    void disabledRuleIsNotCompiledButItsNameIsTaken() {
        assertEquals(List.of(), contract("[{'name': 'a', 'expr': 'nope', 'disabled': true}]").rules().rules());
        assertThrows(ContractException.class, () -> contract(
                "[{'name': 'a', 'expr': 'true', 'disabled': true}, {'name': 'a', 'expr': 'true'}]"));
    }

    @Test
    void rulesAreNotCheckedAgainstASchemaThatIsNoContract() {
        var refused = assertThrows(ContractException.class, () -> ContractParser.parse(Records.STREAM,
                Avsc.with("'rules': [{'name': 'a', 'expr': 'nope'}]", Avsc.field("_n", "'int'"))));

        assertEquals(List.of("/fields/_n"), refused.problems().stream().map(problem -> problem.pointer()).toList());
    }

    @Test
    void contractsWithDifferentRulesDiffer() {
        Contract one = contract("[{'name': 'a', 'expr': 'true'}]");

        assertEquals(one.rules(), contract("[{'name': 'a', 'expr': 'true'}]").rules());
        assertTrue(!one.rules().equals(contract("[{'name': 'a', 'expr': 'false'}]").rules()));
        assertTrue(!one.rules().equals(QualityRules.NONE));
    }

    @Test
    void eventWithoutRulesIsNotRead() {
        Contract contract = ContractParser.parse(Records.STREAM, Avsc.of());

        assertTrue(contract.rules().atConsumers().isEmpty());
        assertEquals(List.of(), contract.rules().atGateway().judge(new byte[0], 0, 0));
    }

    @Test
    void nothingIsReadBehindTheLastFieldThatARuleNames() {
        Contract contract = contract("[{'name': 'a', 'expr': 'size(pk) == 1'}]");
        byte[] value = RecordCodec.encode(contract, Records.event(contract, "p"));
        byte[] cut = Arrays.copyOf(value, RecordCodec.HEADER + 2);

        assertEquals(List.of(), contract.rules().atConsumers().judge(cut, RecordCodec.HEADER, 0));
        assertThrows(MalformedAvroException.class, () -> contract.rules().atConsumers()
                .judge(Arrays.copyOf(value, RecordCodec.HEADER + 1), RecordCodec.HEADER, 0));
    }

    /** Otherwise a rule could take minutes for each event. */
    @Test
    void aRuleWithTooManyStepsIsNotMet() {
        String ten = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";
        String steps = "%1$s.all(a, %1$s.all(b, %1$s.all(c, %2$s)))";
        String few = steps.formatted(ten, "size(pk) < 9");
        String many = steps.formatted(ten, ten + ".all(d, size(pk) < 9)");

        assertEquals(List.of(), judged(few));
        assertTrue(judged(many).getFirst().contains("it takes more than 10000 steps through lists and maps"),
                judged(many)::toString);
    }

    private static List<String> judged(String expression) {
        Contract contract = contract("[{'name': 'a', 'expr': '" + expression + "'}]");
        byte[] value = RecordCodec.encode(contract, Records.event(contract, "p"));
        return contract.rules().atConsumers().judge(value, RecordCodec.HEADER, 0).stream()
                .map(RuleFailure::reason).toList();
    }

    private static Contract contract(String rules) {
        return ContractParser.parse(new StreamName("things"), Avsc.with("'rules': " + rules));
    }
}
