package io.millrace.bench.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.bench.Bench;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schedules of every build, in a JVM with the second compiler, which the JVM of the tests does without: it takes half of the time. */
@Tag("process")
@Tag("slow")
class ManySchedulesTest {
    private static final int SCHEDULES = 20_000;

    @Test
    void withAllGuardsNoScheduleBreaksAnInvariant(@TempDir Path folder) throws Exception {
        Path out = folder.resolve("out");
        // when
        int code = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-Xmx1g", "-cp", System.getProperty("java.class.path"), Bench.class.getName(),
                "simulate", "--schedules", Integer.toString(SCHEDULES))).redirectErrorStream(true)
                .redirectOutput(out.toFile()).start().waitFor();
        // then
        List<String> lines = Files.readAllLines(out);
        assertEquals(0, code, () -> String.join("\n", lines));
        JsonNode json = new ObjectMapper().readTree(lines.getLast());
        assertTrue(json.path("ok").booleanValue(), json::toString);
        assertEquals(SCHEDULES, json.path("schedules").intValue());
        assertTrue(json.path("faults").intValue() > SCHEDULES / 10, "so few faults prove little: " + json);
    }
}
