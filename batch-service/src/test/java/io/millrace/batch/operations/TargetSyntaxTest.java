package io.millrace.batch.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetSyntaxTest {
    private static final Set<String> KNOWN = Set.of("id", "until");

    @Test
    void aQueryHasEachValueInItsOrder() {
        assertEquals(Map.of("id", List.of("a/0/1", "b c"), "until", List.of("+1")),
                TargetSyntax.parameters("id=a/0/1&until=+1&id=b%20c", KNOWN));
        assertEquals(Map.of("id", List.of("")), TargetSyntax.parameters("id", KNOWN));
        assertEquals(Map.of(), TargetSyntax.parameters(null, KNOWN));
    }

    @Test
    void aSegmentMayHoldASlash() {
        assertEquals(List.of("v1", "events", "e/1 é", ""), TargetSyntax.segments("/v1/events/e%2F1%20%C3%A9/"));
    }

    @Test
    void aReplacementCharacterIsACharacter() {
        assertEquals(Map.of("id", List.of("\uFFFDé")), TargetSyntax.parameters("id=%EF%BF%BDé", KNOWN));
    }

    @Test
    void theFieldsOfAFormHaveSpacesForPlusSignsAndKeepTheirEnds() {
        assertEquals(Map.of("pk", " ada ", "e", "+\u2028", "none", ""),
                TargetSyntax.form("pk=+ada%20&e=%2B%E2%80%A8&&none"));
        assertEquals(Map.of(), TargetSyntax.form(null));
        for (String malformed : List.of("a=%", "%zz=1", "a=%ff", "a=1&a=2")) {
            assertThrows(RequestRefusedException.class, () -> TargetSyntax.form(malformed), malformed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"id=%zz", "id=%", "id=%ff", "ID=1", "other", "%ff=1"})
    void anythingElseIsRefused(String query) {
        assertEquals(OperationsProblem.BAD_REQUEST,
                assertThrows(RequestRefusedException.class, () -> TargetSyntax.parameters(query, KNOWN)).problem());
    }
}
