package io.millrace.devstack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class ChildProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path directory = Path.of("");
    private Path log = Path.of("");

    @BeforeEach
    void logFile() {
        log = directory.resolve("logs/child.log");
    }

    @Test
    void childThatDiesBeforeItIsReadyIsReportedWithItsLastLines() {
        // given
        try (var child = start(ChildMains.Echo.class, "one", "two words")) {
            // when
            var failure = Failures.of(DevStackException.class, () -> child.awaitReady(() -> false, LIMIT));
            // then
            assertTrue(failure.contains("exit code 7"), failure);
            assertTrue(failure.contains("arguments [one, two words]"), failure);
            assertTrue(failure.contains(log.toString()), failure);
        }
    }

    @Test
    void childThatIsLateIsReportedAndLeftRunning() {
        try (var child = start(ChildMains.Obedient.class)) {
            var failure = Failures.of(DevStackException.class,
                    () -> child.awaitReady(() -> false, Duration.ofMillis(100)));
            assertTrue(failure.contains("was not ready after"), failure);
            assertTrue(child.isAlive());
            assertEquals(OptionalInt.empty(), child.exitCode());
        }
    }

    @Test
    void stopLetsTheShutdownHooksRunAndTheLogShowsThem() throws Exception {
        // given
        var child = start(ChildMains.Obedient.class);
        child.awaitReady(() -> child.lastLines().contains("running"), LIMIT);
        // when
        child.close();
        // then
        assertEquals(OptionalInt.of(128 + 15), child.exitCode());
        assertEquals(List.of("running", "hook ran"), Files.readAllLines(log));
    }

    @Test
    void suspendedChildDoesNothingUntilItIsResumed() throws Exception {
        // given
        var child = start(ChildMains.Obedient.class);
        child.awaitReady(() -> child.lastLines().contains("running"), LIMIT);
        // when
        child.suspend();
        // then
        await().atMost(LIMIT).until(() -> state(child) == 'T');
        child.terminate();
        assertTrue(child.isAlive());
        assertEquals(List.of("running"), child.lastLines());
        // when
        child.resume();
        // then
        child.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        child.close();
        assertEquals(List.of("running", "hook ran"), Files.readAllLines(log));
    }

    @Test
    void childThatIsSuspendedForATimeGoesOnThoughNobodyWaitsForIt() {
        // given
        var child = start(ChildMains.Obedient.class);
        child.awaitReady(() -> child.lastLines().contains("running"), LIMIT);
        // when
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                child.suspend(Duration.ofSeconds(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().atMost(LIMIT).until(() -> state(child) == 'T');
        waiting.interrupt();
        // then
        await().atMost(LIMIT).until(() -> !waiting.isAlive());
        await().atMost(LIMIT).until(() -> state(child) != 'T');
    }

    private static char state(ChildProcess child) throws IOException {
        var stat = Files.readString(Path.of("/proc", Long.toString(child.pid()), "stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }

    @Test
    void childThatIgnoresTheRequestToStopIsKilledAfterTheGrace() {
        // given
        var child = start(ChildMains.Stubborn.class);
        child.awaitReady(() -> child.lastLines().contains("running"), LIMIT);
        // when
        child.stop(Duration.ofMillis(300));
        // then
        assertEquals(OptionalInt.of(128 + 9), child.exitCode());
        assertFalse(ChildMains.lives(child.pid()));
    }

    @Test
    void receiverThatFailsCostsNoLineOfTheLog() throws Exception {
        // given
        var received = new CopyOnWriteArrayList<String>();
        var spec = ChildSpec.of("child", ChildMains.command(ChildMains.Echo.class), log).tellingTo(received::add)
                .tellingTo(line -> {
                    throw new IllegalStateException("receiver");
                });
        // when
        try (var child = ChildProcess.start(spec)) {
            child.onExit().join();
        }
        // then
        assertEquals(List.of("arguments []"), received);
        assertEquals("arguments []", Files.readAllLines(log).getFirst());
    }

    @Test
    void hiddenVariablesAreNotInheritedAndSetOnesAre() {
        var spec = ChildSpec.of("env", ChildMains.command(ChildMains.Echo.class), log);
        var shell = new ChildSpec("env",
                List.of("/bin/sh", "-c", "echo path=$PATH answer=$ANSWER in=$(pwd); exec /bin/sleep 60"),
                spec.directory(),
                Map.of(), List.of(), log, line -> {}).hiding("PA").with(Map.of("ANSWER", "42")).in(directory);
        try (var child = ChildProcess.start(shell)) {
            child.awaitReady(() -> !child.lastLines().isEmpty(), LIMIT);
            assertTrue(child.lastLines().getFirst().contains("answer=42 in=" + directory),
                    child.lastLines().toString());
            assertFalse(child.lastLines().getFirst().contains(System.getenv("PATH")), child.lastLines().toString());
        }
    }

    private ChildProcess start(Class<?> main, String... arguments) {
        return ChildProcess.start(ChildSpec.of("child", ChildMains.command(main, arguments), log));
    }
}
