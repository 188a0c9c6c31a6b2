package io.millrace.systemtests.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.millrace.systemtests.Repository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script prints the progress of a build, the cause of a failed one, and the slowest test classes. */
@Tag("process")
class BuildOutputTest {
    @TempDir
    private Path home;

    @BeforeEach
    void copyTheScript() throws IOException {
        Files.copy(Repository.directory().resolve("millrace"), home.resolve("millrace"));
        executable(home.resolve("jdk/bin/javac"), "echo javac 25.0.1");
        executable(home.resolve("jdk/bin/java"), "exit 0");
    }

    @Test
    void aBuildNamesTheModuleThatItIsAt() throws IOException {
        // given
        maven("""
                echo '[INFO] Building Millrace 0.1.0-SNAPSHOT                     [1/13]'
                echo '[INFO] Building Millrace :: delta-table 0.1.0-SNAPSHOT      [3/13]'
                sleep 2
                """);
        // when
        Command.Ended build = run("build");
        // then
        assertEquals(0, build.code(), build::err);
        assertTrue(build.err().contains("Building: module 3 of 13: delta-table, "), build::err);
    }

    @Test
    void aFailedBuildPrintsItsErrorsAndNotTheEndOfTheLog() throws IOException {
        // given
        maven("""
                echo '[INFO] Building Millrace :: contracts 0.1.0-SNAPSHOT        [2/13]'
                echo '[ERROR] COMPILATION ERROR : '
                echo '[ERROR] /src/Contract.java:[12,5] cannot find symbol'
                echo '[INFO] 1 error'
                for line in $(seq 40); do echo "[INFO] module $line SKIPPED"; done
                echo '[ERROR] Failed to execute goal x:compile on project contracts: Compilation failure'
                echo '[ERROR] /src/Contract.java:[12,5] cannot find symbol'
                echo '[ERROR] -> [Help 1]'
                echo '[ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.'
                exit 1
                """);
        // when
        Command.Ended build = run("build");
        // then
        assertEquals(1, build.code(), build::err);
        assertEquals(1, build.err().split("cannot find symbol", -1).length - 1, build::err);
        assertTrue(build.err().contains(".millrace/build.log"), build::err);
        assertFalse(build.err().contains("SKIPPED"), build::err);
        assertFalse(build.err().contains("stack trace"), build::err);
    }

    @Test
    void aTestRunEndsWithTheSlowestClassesAndKeepsItsExitCode() throws IOException {
        // given
        maven("""
                mkdir -p "$PWD/contracts/target/surefire-reports"
                for n in $(seq 12); do
                    echo "<testsuite version=\\"3\\" name=\\"a.Test$n\\" time=\\"$n.5\\" tests=\\"1\\">" \\
                        >"$PWD/contracts/target/surefire-reports/TEST-a.Test$n.xml"
                done
                echo "arguments: $*"
                exit 3
                """);
        // when
        Command.Ended test = run("test", "--unit");
        // then
        assertEquals(3, test.code(), test::err);
        assertTrue(test.out().contains("-Dunit test"), test::out);
        assertTrue(test.out().contains("12.5  a.Test12"), test::out);
        assertFalse(test.out().contains("a.Test2\n"), test::out);
        assertEquals(12, Files.readAllLines(home.resolve(".millrace/test-times.txt")).size());
    }

    @Test
    void theUnitTestsLeaveOutWhatMakesQuarkusBuildAService() throws IOException {
        // given
        Path tests = Files.createDirectories(home.resolve("a-service/src/test/java/a"));
        Files.writeString(tests.resolve("RouteTest.java"), "@QuarkusTest\nclass RouteTest {}\n");
        Files.writeString(tests.resolve("QueryTest.java"), "/** No @QuarkusTest. */\nclass QueryTest {}\n");
        maven("cat \"$(sed 's/.*-Dsurefire.excludesFile=\\([^ ]*\\).*/\\1/' <<<\"$*\")\"");
        // when
        Command.Ended test = run("test", "--unit");
        // then
        assertEquals(List.of("**/*$*", "a/RouteTest.java"), test.out().lines().limit(2).toList(), test::err);
        assertFalse(test.out().contains("QueryTest"), test::out);
    }

    @Test
    void aSecondBuildWaitsForTheFirst() throws Exception {
        // given
        maven("echo begin >>order; sleep 1; echo end >>order");
        Path folder = Files.createDirectory(home.resolve("second"));
        // when
        CompletableFuture<Command.Ended> first = CompletableFuture.supplyAsync(() -> run("build"));
        Command.Ended second = runIn(folder, "build");
        // then
        assertEquals(0, second.code(), second::err);
        assertEquals(0, first.get(1, TimeUnit.MINUTES).code());
        assertEquals(List.of("begin", "end", "begin", "end"), Files.readAllLines(home.resolve("order")));
    }

    private Command.Ended run(String... arguments) {
        return runIn(home, arguments);
    }

    /** The output goes to files of the folder. */
    private Command.Ended runIn(Path folder, String... arguments) {
        List<String> words = new ArrayList<>(List.of("bash", home.resolve("millrace").toString()));
        words.addAll(List.of(arguments));
        return Command.run(words, Map.of("PATH", home.resolve("bin") + ":" + System.getenv("PATH"), "HOME",
                home.toString(), "JAVA_HOME", home.resolve("jdk").toString()), folder);
    }

    private void maven(String script) throws IOException {
        executable(home.resolve("bin/mvn"), script);
    }

    private static void executable(Path file, String script) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, "#!/bin/bash\n" + script + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }
}
