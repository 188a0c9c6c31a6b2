package io.millrace.contracts.type;

import static io.millrace.contracts.testing.Avsc.field;
import static io.millrace.contracts.testing.Avsc.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import io.millrace.contracts.schema.ContractProblem;
import io.millrace.contracts.schema.TypeName;
import io.millrace.contracts.testing.FakeTypes;
import org.junit.jupiter.api.Test;

class OfferedTypeTest {
    private static final String PART = record("Part", field("n", "'int'"));
    private static final String WHOLE = record("Whole", field("part", "'Part'"));

    private final FakeTypes types = new FakeTypes();

    private static String record(String name, String... fields) {
        return json("{'type': 'record', 'name': '" + name + "', 'namespace': 'x', 'fields': ["
                + String.join(", ", fields) + "]}");
    }

    private OfferedType whole(String avsc) {
        return OfferedType.of(new TypeName("x.Whole"), avsc, types::newest);
    }

    @Test
    void onlyFieldsWithADefaultMayBeAdded() {
        types.put("x.Part", PART);
        SharedType first = types.put("x.Whole", WHOLE);

        assertEquals(List.of(), whole(record("Whole", field("part", "'Part'"), field("m", "'int'", "0")))
                .problems(first));
        assertEquals(List.of("/fields/m"), pointers(whole(record("Whole", field("part", "'Part'"),
                field("m", "'int'"))).problems(first)));
        assertEquals(List.of("/fields/part", "/fields/m"),
                pointers(whole(record("Whole", field("m", "'int'"))).problems(first)));
    }

    @Test
    void sameTextIsAnotherVersionWhenATypeWithinHasAnother() {
        types.put("x.Part", PART);
        SharedType first = types.put("x.Whole", WHOLE);
        assertTrue(whole(WHOLE).isSameAs(first));

        types.put("x.Part", record("Part", field("n", "'int'"), field("m", "'int'", "0")));

        assertFalse(whole(WHOLE).isSameAs(first));
        assertEquals(List.of(), whole(WHOLE).problems(first));
    }

    @Test
    void typeThatWasNamedCannotBeDefinedLater() {
        types.put("x.Part", PART);
        SharedType first = types.put("x.Whole", WHOLE);

        assertTrue(whole(record("Whole", field("part", PART))).isSameAs(first), "as a reader gets it");
        assertEquals(List.of("/fields/part"), pointers(whole(record("Whole", field("part", PART),
                field("m", "'int'", "0"))).problems(first)));
    }

    private static List<String> pointers(List<ContractProblem> problems) {
        return problems.stream().map(ContractProblem::pointer).toList();
    }
}
