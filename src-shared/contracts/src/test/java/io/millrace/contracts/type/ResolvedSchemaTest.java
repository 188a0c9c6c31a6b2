package io.millrace.contracts.type;

import static io.millrace.contracts.testing.Avsc.field;
import static io.millrace.contracts.testing.Avsc.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import io.millrace.contracts.schema.ContractException;
import io.millrace.contracts.schema.ContractProblem;
import io.millrace.contracts.testing.Avsc;
import io.millrace.contracts.testing.FakeTypes;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class ResolvedSchemaTest {
    private static final String KIND = json(
            "{'type': 'enum', 'name': 'Kind', 'namespace': 'x', 'symbols': ['LAND', 'SEA']}");
    private static final String REGION = record("Region", field("code", "'string'"), field("kind", "'Kind'"));

    private final FakeTypes types = new FakeTypes();

    private static String record(String name, String... fields) {
        return json("{'type': 'record', 'name': '" + name + "', 'namespace': 'x', 'fields': ["
                + String.join(", ", fields) + "]}");
    }

    @Test
    void namesGetTheirDefinitionsAndNothingElseChanges() {
        types.put("x.Kind", KIND);
        types.put("x.Region", REGION);
        String settings = "'region': null, 'rules': [{'name': 'r', 'expr': 'a == b.kind'}]";

        ResolvedSchema resolved = resolved(
                Avsc.with(settings, field("a", "'x.Kind'", "'SEA'"), field("b", "'x.Region'")));

        assertEquals(new Schema.Parser().parse(Avsc.with(settings, field("a", KIND, "'SEA'"), field("b", REGION))),
                new Schema.Parser().parse(resolved.avsc()));
        assertEquals("[x.Kind/1, x.Region/1]", resolved.references().toString());
        assertEquals("[x.Kind/1, x.Region/1]", resolved.closure().toString());
        assertEquals("[x.Region/1, x.Kind/1]", resolved(Avsc.of(field("b", "'x.Region'"))).closure().toString());
    }

    @Test
    void textWithoutSharedTypesStaysAsItIs() {
        for (String avsc : List.of(Avsc.of(), "{", "", "{\"type\": \"nothing\"}")) {
            assertSame(avsc, resolved(avsc).avsc());
        }
    }

    @Test
    void unknownTypeIsNamedWithItsPointerAndTheRemedy() {
        ContractProblem problem = problems(Avsc.of(field("a", "['null', 'x.Kind']", "null"))).getFirst();

        assertEquals("/fields/a", problem.pointer());
        assertTrue(problem.reason().contains("PUT /v1/types/x.Kind"), problem::reason);
    }

    @Test
    void typeThatIsDefinedInlineAndSharedIsRefusedAtTheDefinition() {
        types.put("x.Kind", KIND);
        types.put("x.Region", REGION);

        List<ContractProblem> problems = problems(Avsc.of(field("a", KIND), field("b", "'x.Region'")));

        assertEquals(List.of("/fields/a"), problems.stream().map(ContractProblem::pointer).toList());
        assertTrue(
                problems.getFirst().reason().contains("x.Kind is defined here and also in the shared type x.Region/1"),
                problems::toString);
    }

    @Test
    void twoVersionsOfOneTypeInASchemaAreRefused() {
        types.put("x.Part", record("Part", field("n", "'int'")));
        types.put("x.Whole", record("Whole", field("part", "'Part'")));
        String avsc = Avsc.of(field("a", "'x.Part'"), field("b", "'x.Whole'"));
        resolved(avsc);
        types.put("x.Part", record("Part", field("n", "'int'"), field("m", "'int'", "0")));

        List<ContractProblem> problems = problems(avsc);

        assertEquals(List.of("/fields/b"), problems.stream().map(ContractProblem::pointer).toList());
        types.put("x.Whole", record("Whole", field("part", "'Part'")));
        assertEquals("[x.Part/2, x.Whole/2]", resolved(avsc).closure().toString());
    }

    @Test
    void typesAreWithinEachOtherTenDeepAndNoDeeper() {
        types.put("x.T1", record("T1", field("f", "'int'")));
        for (int i = 2; i <= ResolvedSchema.MAX_DEPTH; i++) {
            types.put("x.T" + i, record("T" + i, field("f", "'T" + (i - 1) + "'")));
        }
        resolved(Avsc.of(field("a", "'x.T10'")));

        var refused = assertThrows(ContractException.class,
                () -> types.put("x.T11", record("T11", field("f", "'T10'"))));

        assertTrue(String.valueOf(refused.getMessage()).contains("deeper than 10 levels"), refused::getMessage);
    }

    @Test
    void typeCannotContainItselfThroughAnother() {
        types.put("x.A", record("A", field("f", "'int'")));
        types.put("x.B", record("B", field("a", "'A'")));

        var refused = assertThrows(ContractException.class,
                () -> types.put("x.A", record("A", field("f", "'int'"), field("b", "['null', 'B']", "null"))));

        assertTrue(
                String.valueOf(refused.getMessage()).contains("x.A is defined here and also in the shared type x.B/1"),
                refused::getMessage);
    }

    private ResolvedSchema resolved(String avsc) {
        return assertInstanceOf(ResolvedSchema.Resolution.Resolved.class, ResolvedSchema.of(avsc, types::newest))
                .schema();
    }

    private List<ContractProblem> problems(String avsc) {
        return assertInstanceOf(ResolvedSchema.Resolution.Unresolved.class, ResolvedSchema.of(avsc, types::newest))
                .problems();
    }
}
