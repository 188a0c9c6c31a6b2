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
        assertEquals(EARTHQUAKES, json.path("rows").intValue());
        assertEquals(EARTHQUAKES, json.path("distinct_keys").intValue());
        assertTrue(json.path("poison").intValue() > 0, json::toString);
        assertEquals(json.path("poison"), json.path("dead_lettered"));
        Path table = Path.of(json.path("table").textValue().replaceFirst("^file:", ""));
        assertEquals(EARTHQUAKES, StandaloneReadBack.rows(table).size());
    }
}
