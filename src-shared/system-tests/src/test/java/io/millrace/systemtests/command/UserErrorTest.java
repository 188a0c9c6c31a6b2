package io.millrace.systemtests.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.millrace.devstack.Ports;
import io.millrace.systemtests.Repository;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each mistake ends with a message that names the thing and what to do, and without a stack trace. */
@Tag("process")
class UserErrorTest {
    private static final List<String> TOOLS = List.of("bash", "dirname", "readlink", "sed", "grep", "cat");

    @TempDir
    private Path home;

    @Test
    void upNamesThePortThatIsInUse() throws IOException {
        // given
        int port = Ports.free();
        try (ServerSocket holder = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            // when
            Command.Ended up = Command.launcher(home, "up", "--base-port", String.valueOf(port));
            // then
            assertExplained(up, "Port " + port, "meant for ingest-service", "is in use", "--base-port");
        }
    }

    @Test
    void upNamesTheDataFolderThatIsAFile() throws IOException {
        // given
        Path data = Files.writeString(home.resolve("data"), "no folder");
        // when
        Command.Ended up = Command.launcher(home, "up", "--data", data.toString());
        // then
        assertExplained(up, data.toString(), "is not writable", "free the name if a file has it");
    }

    @Test
    void tableNamesTheFolderWhoseLogIsGarbage() throws IOException {
        // given
        Path visits = home.resolve("data/tables/visits");
        Path log = Files.createDirectories(visits.resolve("_delta_log"));
        Files.writeString(log.resolve("00000000000000000000.json"), "{\"protocol\": ] not a log\n");
        // when
        Command.Ended table = Command.launcher(home, "table", "visits", "--data", home.resolve("data").toString());
        // then
        assertExplained(table, visits.toString(), "00000000000000000000.json", "Restore this file from a copy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"help nonsense", "nonsense --help", "nonsense"})
    void theScriptNamesACommandThatItDoesNotHave(String words) {
        Command.Ended ended = script(words);

        assertEquals(2, ended.code(), ended::err);
        assertTrue(ended.err().contains("millrace: there is no command 'nonsense'"), ended::err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "up -V"})
    void theScriptPrintsTheVersionWithoutABuild(String words) {
        Command.Ended ended = script(words);

        assertEquals(0, ended.code(), ended::err);
        assertTrue(ended.out().matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n"), ended::out);
    }

    private Command.Ended script(String words) {
        List<String> line = new ArrayList<>(List.of("bash", Repository.directory().resolve("millrace").toString()));
        line.addAll(List.of(words.split(" ")));
        // No JDK is needed.
        return Command.run(line, Map.of("PATH", "/usr/bin:/bin", "MILLRACE_JDKS", home + "/none/*"), home);
    }

    @Test
    void tableSaysThatThereIsNone() {
        // when
        Command.Ended table = Command.launcher(home, "table", "visits", "--data", home.toString());
        // then
        assertExplained(table, "There is no folder " + home.resolve("tables/visits"), "--data");
    }

    @Test
    void theScriptSaysWhereItLookedForAJdk() throws IOException {
        // given a machine without any JDK
        Path tools = Files.createDirectories(home.resolve("bin"));
        for (String tool : TOOLS) {
            Path real = Files.exists(Path.of("/usr/bin", tool)) ? Path.of("/usr/bin", tool) : Path.of("/bin", tool);
            Files.createSymbolicLink(tools.resolve(tool), real);
        }
        // when
        Command.Ended status = Command.run(
                List.of(tools.resolve("bash").toString(), Repository.directory().resolve("millrace").toString(),
                        "status"),
                Map.of("PATH", tools.toString(), "HOME", home.toString(), "MILLRACE_JDKS", home + "/none/*"), home);
        // then
        assertExplained(status, "found no JDK 21 or newer", "set JAVA_HOME", "Looked at");
    }

    private static void assertExplained(Command.Ended ended, String... words) {
        assertEquals(1, ended.code(), () -> ended.out() + ended.err());
        for (String word : words) {
            assertTrue(ended.err().contains(word), () -> "'" + word + "' in: " + ended.err());
        }
        assertTrue(ended.err().startsWith("millrace: "), ended::err);
        assertFalse(ended.err().contains("\tat "), ended::err);
    }
}
