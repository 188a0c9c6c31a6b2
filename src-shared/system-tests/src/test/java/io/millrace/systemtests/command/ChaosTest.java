package io.millrace.systemtests.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.bench.chaos.preload.FaultLibrary;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
@Tag("slow")
class ChaosTest {
    private static final String PROCESSES = "kill,term,wipe";
    private static final String STORAGE = ",disk-full,disk-error-write,disk-error-fsync,upkeep";

    @Test
    void nothingIsLostDoubledOrWrongInAMinuteOfFaultsOfTheWriters(@TempDir Path home) throws Exception {
        // when
        Command.Ended chaos = Command.lab(home, "chaos", "--seed", "16", "--minutes", "1", "--every", "1", "--targets",
                "stream,batch", "--faults", FaultLibrary.isPossible() ? PROCESSES + STORAGE : PROCESSES);
        // then
        assertEquals(0, chaos.code(), () -> chaos.out() + chaos.err());
        JsonNode json = new ObjectMapper().readTree(chaos.out().lines().toList().getLast());
        assertTrue(json.path("ok").booleanValue(), json::toString);
        assertTrue(json.path("faults").intValue() > 0, json::toString);
        assertTrue(json.path("acked").longValue() > 0, json::toString);
    }
}
