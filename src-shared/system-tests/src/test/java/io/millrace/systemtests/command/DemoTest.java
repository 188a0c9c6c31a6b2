package io.millrace.systemtests.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.systemtests.interop.StandaloneReadBack;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
@Tag("slow")
class DemoTest {
    private static final int EARTHQUAKES = 1_707;
    /** The earthquakes and one event that was a dead letter until it was corrected. */
    private static final int ROWS = EARTHQUAKES + 1;

    @Test
    void theDemoHoldsEveryPromiseAndDeltaStandaloneReadsItsTable(@TempDir Path home) throws Exception {
        // when
        Command.Ended demo = Command.launcher(home, "demo", "--json");
        // then
        assertEquals(0, demo.code(), () -> demo.out() + demo.err());
        JsonNode json = new ObjectMapper().readTree(demo.out().lines().toList().getLast());
        assertTrue(json.path("ok").booleanValue(), json::toString);
        assertEquals(EARTHQUAKES, json.path("sent").intValue());
        assertEquals(EARTHQUAKES, json.path("stored").intValue());
        assertEquals(1, json.path("redriven").intValue());
        assertEquals(ROWS, json.path("rows").intValue());
        assertEquals(ROWS, json.path("distinct_keys").intValue());
        assertTrue(json.path("poison").intValue() > 0, json::toString);
        assertEquals(json.path("poison").intValue() + 1, json.path("dead_lettered").intValue());
        assertEquals(1, json.path("rule_refused").intValue());
        // A request whose outcome is unknown is sent once more.
        assertTrue(json.path("bronze_rows").intValue() >= ROWS + json.path("resent").intValue()
                + json.path("dead_lettered").intValue(), json::toString);
        assertTrue(json.path("books_balanced").booleanValue(), json::toString);
        Path table = Path.of(json.path("table").textValue().replaceFirst("^file:", ""));
        assertEquals(ROWS, StandaloneReadBack.rows(table).size());
    }
}
