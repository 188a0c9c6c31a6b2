package io.millrace.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** In a process with the POSIX locale, Java can neither make nor open a file whose name is beyond ASCII, except on macOS. */
@Tag("process")
@EnabledOnOs(OS.LINUX)
class OtherLocaleTest {
    private static final List<String> VALUES = List.of("\u00e9");
    private static final List<String> ROWS = Arrays.asList("\u00e9", null);
    private static final long MINUTES = 3;

    @TempDir
    Path folder;

    /** The program of that process. */
    static final class Other {
        private Other() {}

        public static void main(String[] arguments) {
            Path table = Path.of(arguments[1]);
            try {
                System.out.println(arguments[0].equals("write")
                        ? OddPartitions.write(table, VALUES)
                        : OddPartitions.read(table, VALUES.size() + 1));
            } catch (TableUnavailableException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void itEscapesInNamesOfFoldersWhatItCannotWrite() throws Exception {
        String said = run("write");

        assertTrue(Files.isDirectory(folder.resolve("table").resolve("region=%C3%A9")), said);
        assertEquals(ROWS, OddPartitions.read(folder.resolve("table"), ROWS.size()));
    }

    @Test
    void ofAFileThatItCannotOpenItSaysWhatToDo() throws Exception {
        OddPartitions.write(folder.resolve("table"), VALUES);

        String said = run("read");

        assertTrue(said.contains("LC_ALL=C.UTF-8"), said);
    }

    private String run(String what) throws Exception {
        Path out = folder.resolve("out");
        ProcessBuilder command = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", CanaryFlight.classPath(), Other.class.getName(),
                what,
                folder.resolve("table").toString());
        command.environment().put("LC_ALL", "C");
        Process process = command.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        try {
            assertTrue(process.waitFor(MINUTES, TimeUnit.MINUTES));
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(out, StandardCharsets.UTF_8);
    }
}
