package io.millrace.bench.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

class RunbookTest {
    @Test
    void onlyTheBlocksOfThePartMendItAreCommands() {
        Runbook runbook = Runbook.of("""
                ## See it

                    ./millrace table $S

                ## Mend it

                - See [lag](lag.md), or start one: `kubectl -n millrace create job x`.
                  A line that goes on.

                    kill -9 "$PID"
                    kubectl -n millrace get pods

                Then `./millrace status`.

                ## It is over

                    ./millrace audit $S
                """);

        assertEquals(List.of("kill -9 \"$PID\""), runbook.commands());
        assertEquals(List.of("kubectl -n millrace get pods", "kubectl -n millrace create job x"), runbook.notRun());
        assertEquals(Set.of("lag"), runbook.links());
    }
}
