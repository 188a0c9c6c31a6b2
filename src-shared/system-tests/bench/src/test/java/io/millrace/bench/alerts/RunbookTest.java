package io.millrace.bench.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class RunbookTest {
    private static final Pattern KAFKA_PROGRAM = Pattern.compile("kafka-[a-z]+\\.sh");

    @TempDir
    private Path folder;

    /** The error of the storage names a path below the file that has to go. */
    @Test
    void theFileThatHasTheNameOfAFolderIsRemoved() throws IOException, InterruptedException {
        Path blocker = Files.createFile(folder.resolve("event_date=2026-01-02"));
        assertThrows(IOException.class, () -> Files.createFile(BlockedPartition.named(blocker)));

        for (String command : Runbook.read(RealFiles.RUNBOOKS, "stream-retrying").commands()) {
            ProcessBuilder builder = new ProcessBuilder("bash", "-c", command).inheritIO();
            builder.environment().put("FILE", BlockedPartition.named(blocker).toString());
            assertEquals(0, builder.start().waitFor(), command);
        }

        assertFalse(Files.exists(blocker));
    }

    @Test
    void eachProgramOfKafkaIsDefinedForMachinesWithoutItsDistribution() throws IOException {
        String readme = Files.readString(RealFiles.RUNBOOKS.resolve("README.md"));
        try (Stream<Path> pages = Files.list(RealFiles.RUNBOOKS)) {
            for (Path page : pages.toList()) {
                KAFKA_PROGRAM.matcher(Files.readString(page)).results().map(MatchResult::group)
                        .forEach(program -> assertTrue(readme.contains("    " + program + "() {"),
                                () -> page + " calls " + program));
            }
        }
    }

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
