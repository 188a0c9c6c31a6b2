package io.millrace.batch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class ShortTextTest {
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    @Test
    void shortTextsAndJsonAreAsTheyAre() {
        json.put("a", "x".repeat(1_000)).putArray("b").add(1).addNull();

        ShortText shown = ShortText.of(json);

        assertEquals(new ShortText(json.toPrettyString(), false), shown);
        assertEquals(new ShortText("y".repeat(20_000), false), ShortText.of("y".repeat(20_000)));
    }

    @Test
    void longTextsAreCutButNotWithinACharacter() {
        assertEquals(new ShortText("y".repeat(20_000) + "…", true), ShortText.of("y".repeat(20_001)));
        assertEquals(new ShortText("y".repeat(19_999) + "…", true), ShortText.of("y".repeat(19_999) + "\uD83D\uDE00"));
        assertEquals("z".repeat(1_000) + "… (1001 characters)", ShortText.ofValue("z".repeat(1_001)));
    }

    @Test
    void aLongValueIsCutAndTheOthersStay() {
        json.put("note", "n".repeat(5_000)).put("pk", "k");

        ShortText shown = ShortText.of(json);

        assertTrue(shown.isCut());
        assertEquals("{\n  \"note\" : \"" + "n".repeat(1_000) + "… (5000 characters)\",\n  \"pk\" : \"k\"\n}",
                shown.text().replace("\r", ""));
    }

    @Test
    void manyValuesEndWithTheNumberOfTheOthers() {
        ArrayNode many = json.putArray("many");
        for (int i = 0; i < 1_000_000; i++) {
            many.add(i);
        }
        ObjectNode names = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < 100_000; i++) {
            names.put("name" + i, "");
        }

        for (ShortText shown : new ShortText[]{ShortText.of(json), ShortText.of(names)}) {
            assertTrue(shown.isCut());
            assertTrue(shown.text().length() <= ShortText.MOST + 1, () -> shown.text().length() + "");
            assertTrue(shown.text().contains(" more\"") || shown.text().endsWith("…"), shown::text);
        }
    }

    @Test
    void whatIsNestedDeepIsCutAsText() {
        ObjectNode inner = json;
        for (int i = 0; i < 300; i++) {
            inner = inner.putObject("o");
        }

        ShortText shown = ShortText.of(json);

        assertTrue(shown.isCut());
        assertFalse(shown.text().length() > ShortText.MOST + 1, shown::text);
    }
}
