package io.millrace.bench.chaos.scoreboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreboardTest {
    private static final String CLEAN = """
            {"date": "2026-11-29", "command": "./millrace lab chaos --seed 1", "load_s": 1800, "faults": 3,
             "acked": 75823, "in_doubt": 12, "rows": 75835, "dead_lettered": 141, "found": {},
             "recovery_ms": {"kill batch": [4000, 6000], "rolling": [9000]}, "worst_recovery_s": 9.0, "ok": true}""";
    private static final String QUIET = """
            {"date": "2026-11-30", "command": "./millrace lab chaos --seed 3", "load_s": 60, "faults": 1,
             "acked": 10, "in_doubt": 0, "rows": 10, "dead_lettered": 1, "found": {}, "others_percent": 4,
             "recovery_ms": {"kill broker": [3000]}, "worst_recovery_s": 3.0, "ok": true}""";
    private static final String RED = """
            {"date": "2026-11-30", "command": "./millrace lab chaos --seed 2", "load_s": 1800, "faults": 1,
             "acked": 10, "in_doubt": 0, "rows": 9, "dead_lettered": 0, "found": {"lost": 1}, "left_out": ["disk-full", "wipe"],
             "recovery_ms": {"kill stream": [20000]}, "worst_recovery_s": 20.0, "ok": false}""";

    @TempDir
    Path checkout;
    private Scoreboard scoreboard;

    @BeforeEach
    void aDocument() throws IOException {
        scoreboard = Scoreboard.of(checkout, List.of("kill", "stop"));
        Files.createDirectories(checkout.resolve("src-shared/docs"));
        Files.writeString(scoreboard.document(), "before\n<!-- chaos runs: written by lab chaos --record -->\nold\n"
                + "<!-- end of chaos runs -->\nafter\n");
    }

    @Test
    void theTablesShowAllRunsAndTheTextAroundThemStays() throws IOException {
        scoreboard.add(json(CLEAN));
        scoreboard.add(json(RED));
        scoreboard.add(json(QUIET));
        scoreboard.add(json(QUIET.replace("\"others_percent\": 4", "\"others_percent\": 5")));

        assertEquals("""
                before
                <!-- chaos runs: written by lab chaos --record -->

                4 runs, 3 of them clean, 62 minutes of load, 6 faults, 75,853 events acknowledged.

                | date | command | faults | events | result | recovery, worst |
                |---|---|---|---|---|---|
                | 2026-11-29 | `./millrace lab chaos --seed 1` | 3 | 75,823 acknowledged, 12 in doubt | every field 0; 75,835 rows, 141 letters | 9.0 s |
                | 2026-11-30 | `./millrace lab chaos --seed 2`, on a machine that cannot do disk-full, wipe | 1 | 10 acknowledged, 0 in doubt | **`lost` 1**; 9 rows, 0 letters | 20.0 s |
                | 2026-11-30 | `./millrace lab chaos --seed 3` | 1 | 10 acknowledged, 0 in doubt | every field 0; 10 rows, 1 letters | 3.0 s |
                | 2026-11-30 | `./millrace lab chaos --seed 3` | 1 | 10 acknowledged, 0 in doubt | every field 0; 10 rows, 1 letters | 3.0 s |

                | fault | survived in clean runs | recovery P50 | P95 | worst | of these in the quiet | P50 | P95 | worst |
                |---|---|---|---|---|---|---|---|---|
                | `kill` | 4 | 3.0 s | 6.0 s | 6.0 s (batch) | 1 | 3.0 s | 3.0 s | 3.0 s (broker) |
                | `rolling` | 1 | 9.0 s | 9.0 s | 9.0 s | 0 | | | |
                | `stop` | 0 | | | | 0 | | | |

                <!-- end of chaos runs -->
                after
                """, Files.readString(scoreboard.document()));
        assertEquals(4, Files.readAllLines(scoreboard.runs()).size());
    }

    @Test
    void withoutTheMarksNothingIsWrittenAndTheyAreNamed() throws IOException {
        Files.writeString(scoreboard.document(), "other\n");

        IllegalStateException error = assertThrows(IllegalStateException.class, () -> scoreboard.add(json(CLEAN)));

        assertTrue(String.valueOf(error.getMessage()).contains("<!-- end of chaos runs -->"), error::getMessage);
        assertFalse(Files.exists(scoreboard.runs()));
        assertEquals("other\n", Files.readString(scoreboard.document()));
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}
