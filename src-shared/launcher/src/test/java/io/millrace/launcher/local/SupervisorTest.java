package io.millrace.launcher.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.millrace.devstack.ChildProcess;
import io.millrace.devstack.ChildSpec;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SupervisorTest {
    private static final String LIVES = "echo up; exec sleep 600";

    @TempDir
    private Path folder;

    private final List<String> reported = new CopyOnWriteArrayList<>();
    private final List<ChildProcess> started = new CopyOnWriteArrayList<>();
    private final AtomicReference<List<ProcessExits>> ends = new AtomicReference<>(List.of());
    private final Supervisor supervisor = new Supervisor(Clock.systemUTC(), reported::add, ends::set);

    @AfterEach
    void endAll() {
        supervisor.close();
        started.forEach(ChildProcess::kill);
    }

    @Test
    void processThatEndsIsReportedAndStartedAgainWhileTheOthersContinue() {
        // given
        ManagedProcess dying = part("stream-service", LIVES, LIVES);
        ManagedProcess other = part("kafka", LIVES);
        ChildProcess first = dying.process().get();
        ChildProcess untouched = other.process().get();
        supervisor.watch(List.of(dying, other));
        // when
        first.kill();
        // then
        awaitReport("stream-service is ready again");
        assertEquals(
                "stream-service ended with exit code 137 (killed by signal 9); it is started again in 1 s. Its log is "
                        + folder.resolve("stream-service.log"),
                reported.get(0));
        assertNotEquals(first.pid(), dying.process().get().pid());
        assertTrue(dying.process().get().isAlive());
        assertEquals(untouched.pid(), other.process().get().pid());
        assertEquals(List.of("stream-service"),
                Objects.requireNonNull(ends.get()).stream().map(ProcessExits::name).toList());
        assertEquals(1, ends.get().get(0).times());
    }

    @Test
    void severalQuickEndsAreReportedWithTheirCause() {
        String dies = "echo 'No space left on device'; exit 3";
        ManagedProcess part = part("registry", dies, dies, dies, LIVES);

        supervisor.watch(List.of(part));

        await("a report of three ends")
                .until(() -> reported.stream().anyMatch(line -> line.contains("3 times in a row")));
        String cause = reported.stream().filter(line -> line.contains("3 times in a row")).findFirst().orElseThrow();
        assertTrue(cause.contains("No space left on device"), cause);
        assertTrue(reported.stream().anyMatch(line -> line.contains("exit code 3; it is started again in 4 s")),
                reported::toString);
        assertTrue(reported.stream().noneMatch(line -> line.contains("2 times in a row")), reported::toString);
    }

    @Test
    void processThatCannotBeStartedIsTriedAgain() {
        AtomicInteger tries = new AtomicInteger();
        ManagedProcess first = part("batch-service", "exit 1", LIVES);
        ManagedProcess part = new ManagedProcess(first.name(), first.log(), first.process(), () -> false, () -> {
            if (tries.incrementAndGet() == 1) {
                throw new LauncherException("no jar");
            }
            first.restart().run();
        });

        supervisor.watch(List.of(part));

        awaitReport("batch-service is ready again");
        assertTrue(reported.stream().anyMatch(line -> line.contains("did not become ready")), reported::toString);
    }

    @Test
    void processThatSaysThatOnlyARestartHelpsIsEndedAndStartedAgain() {
        ManagedProcess part = part("stream-service", LIVES, LIVES);
        ChildProcess first = part.process().get();

        supervisor.watch(List.of(new ManagedProcess(part.name(), part.log(), part.process(),
                () -> part.process().get() == first, part.restart())));

        awaitReport("stream-service is ready again");
        assertEquals("stream-service is not live: only a restart helps. It is ended. Its log, with the cause, is "
                + folder.resolve("stream-service.log"), reported.getFirst());
        assertEquals(143, first.exitCode().orElse(0));
    }

    @Test
    void endOfTheSupervisorIsNotReported() {
        ManagedProcess part = part("ingest-service", LIVES, LIVES);
        supervisor.watch(List.of(part));

        supervisor.close();
        part.process().get().kill();

        await("the watching thread ends").until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(t -> t.getName().equals("watch-ingest-service")));
        assertEquals(List.of(), reported);
        assertEquals(1, started.size());
    }

    @Test
    void pauseDoublesUpToAMinuteAndIsResetAfterALongRun() {
        ProcessExits ends = ProcessExits.none(part("kafka", LIVES));
        Clock clock = Clock.systemUTC();
        for (long seconds : List.of(1, 2, 4, 8, 16, 32, 60, 60)) {
            ends = ends.andOne(1, clock.instant(), Duration.ofSeconds(5));
            assertEquals(Duration.ofSeconds(seconds), ends.pause());
        }
        assertTrue(ends.needsAPerson());

        ProcessExits steady = ends.andOne(1, clock.instant(), Duration.ofMinutes(2));

        assertEquals(Duration.ofSeconds(1), steady.pause());
        assertEquals(9, steady.times());
    }

    /** A process of the first script, which is started again with the other scripts. */
    private ManagedProcess part(String name, String... scripts) {
        AtomicReference<ChildProcess> process = new AtomicReference<>(start(name, scripts[0]));
        AtomicInteger next = new AtomicInteger(1);
        return new ManagedProcess(name, folder.resolve(name + ".log"), process::get, () -> false,
                () -> process.set(start(name, scripts[next.getAndIncrement()])));
    }

    private ChildProcess start(String name, String script) {
        ChildProcess process = ChildProcess
                .start(new ChildSpec(name, List.of("/bin/sh", "-c", script), folder, Map.of(),
                        List.of(), folder.resolve(name + ".log"), line -> {}));
        started.add(process);
        return process;
    }

    private static ConditionFactory await(String condition) {
        return Awaitility.await(condition).atMost(Duration.ofSeconds(50)).pollInterval(Duration.ofMillis(20));
    }

    private void awaitReport(String line) {
        await("the report: " + line).until(() -> reported.contains(line));
    }
}
