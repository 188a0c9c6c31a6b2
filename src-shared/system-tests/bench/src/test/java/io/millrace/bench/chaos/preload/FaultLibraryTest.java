package io.millrace.bench.chaos.preload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The library makes the calls of a JVM fail that stores files as the writers do. */
@Tag("process")
class FaultLibraryTest {
    private static final int ALL = 100;
    private static final Duration DELAY = Duration.ofMillis(300);
    private static final Duration EIGHT_DAYS = Duration.ofDays(8);

    @TempDir
    Path home;
    private Path folder;
    private FaultControl control;

    @BeforeEach
    void prepare() throws IOException {
        assumeTrue(FaultLibrary.isPossible(), FaultLibrary.NEEDS);
        folder = Files.createDirectory(home.resolve("tables"));
        control = FaultControl.in(home.resolve("control"));
    }

    @Test
    void withoutAFaultEveryCallPassesThrough() throws Exception {
        List<String> printed = probe();

        assertTrue(printed.getFirst().startsWith("Created"), printed::toString);
        assertEquals(0, control.hits());
        assertEquals("content", Files.readString(folder.resolve("file")));
    }

    @ParameterizedTest
    @CsvSource({"FULL,No space left on device", "READ_ONLY,Read-only file system", "WRITE_ERROR,Input/output error",
            "SYNC_ERROR,Input/output error"})
    void aFaultFailsTheFilesOfTheFolder(DiskFault fault, String reason) throws Exception {
        control.fail(fault, ALL, DELAY);

        List<String> printed = probe();

        assertTrue(printed.getFirst().contains(reason), printed::toString);
        assertTrue(control.hits() > 0);
        assertFalse(Files.exists(folder.resolve("file")));
        assertEquals("outside", Files.readString(home.resolve("outside")));
    }

    @Test
    void aSlowStorageTakesLongerForEachChange() throws Exception {
        control.fail(DiskFault.SLOW, ALL, DELAY);

        List<String> printed = probe();

        assertTrue(printed.getFirst().startsWith("Created"), printed::toString);
        // opened, written, synchronised, linked, and the temporary name removed
        assertEquals(5, control.hits());
        assertTrue(Long.parseLong(printed.get(1)) >= 5 * DELAY.toMillis(), printed::toString);
    }

    @ParameterizedTest
    @CsvSource({"1", "-1"})
    void aClockIsAheadOrBehindAndSoAreTheTimesOfFiles(int sign) throws Exception {
        Duration step = EIGHT_DAYS.multipliedBy(sign);
        control.setClock(step);
        long before = System.currentTimeMillis();

        List<String> printed = probe();

        long after = System.currentTimeMillis();
        long clock = Long.parseLong(printed.get(2)) - step.toMillis();
        assertTrue(before <= clock && clock <= after, printed::toString);
        long modified = Files.getLastModifiedTime(folder.resolve("file")).toMillis() - step.toMillis();
        assertTrue(before <= modified && modified <= after, () -> "modified at " + modified + ", not from " + before);
    }

    private List<String> probe() throws IOException, InterruptedException {
        FaultLibrary library = FaultLibrary.compile(home.resolve("library")).orElseThrow();
        Path out = home.resolve("out");
        ProcessBuilder java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), StorageProbe.class.getName(),
                folder.toString()).redirectErrorStream(true).redirectOutput(out.toFile());
        java.environment().putAll(library.variables(control, folder));
        int code = java.start().waitFor();
        List<String> printed = Files.readAllLines(out, StandardCharsets.UTF_8);
        assertEquals(0, code, printed::toString);
        return printed;
    }
}
