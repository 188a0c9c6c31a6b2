package io.millrace.bench.chaos.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import io.millrace.devstack.ChildProcess;
import io.millrace.devstack.ChildSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A fault that ends a process must not cover up that the process had ended by itself. */
@Tag("process")
class VictimTest {
    private Victim victim;
    private boolean asksForRestart;

    @BeforeEach
    void aProcess(@TempDir Path folder) {
        victim = new Victim("stream-1", ProcessRole.STREAM, folder.resolve("local"),
                () -> new Victim.Started(
                        ChildProcess.start(new ChildSpec("stream-1", List.of("/bin/sh", "-c", "exec sleep 60"), folder,
                                Map.of(), List.of(), folder.resolve("log"), line -> {})),
                        () -> true, () -> asksForRestart));
        victim.start();
    }

    @AfterEach
    void end() {
        victim.close();
    }

    static Stream<FaultKind> kindsThatEndAProcess() {
        return Stream.of(new Kill(), new Terminate(), new WipeLocalState(), new RoleLoss());
    }

    @ParameterizedTest
    @MethodSource("kindsThatEndAProcess")
    void theEndOfAProcessThatWasDeadBeforeItsFaultIsNamedOnce(FaultKind kind) throws InterruptedException {
        victim.process().kill();
        strike(kind);

        assertEquals(1, victim.ends().size());
        assertEquals(List.of(), victim.ends());
        assertTrue(victim.process().isAlive());
    }

    @ParameterizedTest
    @MethodSource("kindsThatEndAProcess")
    void theEndThatAFaultMakesIsNoEndByItself(FaultKind kind) throws InterruptedException {
        strike(kind);

        assertEquals(List.of(), victim.ends());
    }

    @Test
    void aProcessWhoseFilesAreExhaustedHasItsLimitAgainAfterwards() throws InterruptedException {
        OpenFileLimit limit = new OpenFileLimit(victim.process().pid());
        int before = limit.get();
        Thread fault = Thread.ofVirtual().start(() -> {
            try {
                strike(new FilesExhausted());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        while (limit.get() != 1) {
            Thread.sleep(10);
        }
        fault.interrupt();
        fault.join();

        assertEquals(before, limit.get());
    }

    @Test
    void aProcessThatAsksForARestartGetsItAndWithoutAReasonItIsNamed() {
        long pid = victim.process().pid();
        victim.restartIfItAsks();
        assertEquals(pid, victim.process().pid());

        asksForRestart = true;
        victim.restartIfItAsks();
        assertNotEquals(pid, victim.process().pid());
        assertEquals(List.of("stream-1 asked for a restart: its liveness is DOWN"), victim.ends());

        victim.mayNeedRestart();
        victim.restartIfItAsks();
        assertEquals(List.of(), victim.ends());

        victim.restartIfItAsks();
        assertEquals(1, victim.ends().size(), "the reason ends with the restart");
    }

    @Test
    void aServiceThatDoesNotEndOnRequestIsNamed(@TempDir Path folder) throws Exception {
        Path ready = folder.resolve("ready");
        try (Victim deaf = new Victim("batch-1", ProcessRole.BATCH, folder.resolve("local"),
                () -> new Victim.Started(ChildProcess.start(new ChildSpec("batch-1",
                        List.of("/bin/sh", "-c", "trap '' TERM; touch " + ready + "; while :; do sleep 1; done"),
                        folder, Map.of(), List.of(), folder.resolve("log"), line -> {})),
                        () -> Files.exists(ready), () -> false))) {
            deaf.start();
            deaf.awaitReady();
            deaf.terminate(Duration.ofMillis(300));

            assertEquals(List.of("batch-1 did not end within PT0.3S after SIGTERM"), deaf.ends());
        }
        victim.terminate();
        assertEquals(List.of(), victim.ends());
    }

    private void strike(FaultKind kind) throws InterruptedException {
        kind.strikes(List.of(victim), EnumSet.of(ProcessRole.STREAM)).getLast().action().run(new SplittableRandom(1));
    }
}
