package io.millrace.systemtests.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.millrace.systemtests.Repository;
import io.millrace.systemtests.interop.OrderTable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command prints is its answer: no warning of the JVM about what libraries do. */
@Tag("process")
class QuietCommandTest {
    private static final List<String> FOLDERS = List.of("ingest-service", "stream-service", "batch-service",
            "src-shared");

    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"rows", "table"})
    void readingATablePrintsNothingToStandardError(String command) throws IOException {
        // given a checkout that was built just now
        OrderTable.write(home.resolve("data/tables/orders"));
        for (String folder : FOLDERS) {
            Files.createSymbolicLink(home.resolve(folder), Repository.directory().resolve(folder));
        }
        builtCheckout();
        // when
        Command.Ended ended = Command.run(List.of("bash", home.resolve("millrace").toString(), command, "orders",
                "--data", home.resolve("data").toString()), System.getenv(), home);
        // then
        assertEquals(0, ended.code(), ended::err);
        assertEquals("", ended.err());
        assertTrue(ended.out().contains("order") || ended.out().contains("rows"), ended::out);
    }

    @ParameterizedTest
    @CsvSource({"21, ''", "22, --enable-native-access=ALL-UNNAMED",
            "25, --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"})
    void aJvmIsGivenOnlyTheOptionsThatItKnows(int release, String options) throws IOException {
        // given a JDK that prints its arguments
        Path jdk = Files.createDirectories(home.resolve("jdk/bin"));
        executable(jdk.resolve("javac"), "echo javac " + release + ".0.1");
        executable(jdk.resolve("java"), "echo \"$@\"");
        Files.createDirectories(home.resolve("src-shared/launcher/target"));
        builtCheckout();
        Files.writeString(home.resolve("src-shared/launcher/target/launcher.jar"), "");
        // when
        Command.Ended ended = Command.run(List.of("bash", home.resolve("millrace").toString(), "rows", "orders"),
                Map.of("PATH", System.getenv("PATH"), "HOME", home.toString(), "JAVA_HOME",
                        Objects.requireNonNull(jdk.getParent()).toString()),
                home);
        // then
        assertEquals(0, ended.code(), ended::err);
        assertEquals(options, String.join(" ", Stream.of(ended.out().split(" ")).filter(word -> word.startsWith("--"))
                .toList()));
    }

    @Test
    void noCommandStartsAJvmOfOursPastThoseOptions() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(Repository.directory().resolve("millrace")));
        lines.addAll(Files.readAllLines(Repository.directory().resolve("src-shared/system-tests/lab.bash")));

        // Spark has a JVM and options of its own.
        assertEquals(List.of(), lines.stream().filter(line -> line.contains("JAVA_HOME/bin/java\""))
                .filter(line -> !line.contains("jvm=(") && !line.contains("spark_java=")).toList());
    }

    private void builtCheckout() throws IOException {
        Files.copy(Repository.directory().resolve("millrace"), home.resolve("millrace"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.createDirectories(home.resolve(".millrace"));
        Files.writeString(home.resolve(".millrace/build.stamp"), "");
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }
}
