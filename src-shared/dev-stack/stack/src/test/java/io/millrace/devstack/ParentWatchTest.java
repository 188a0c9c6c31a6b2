package io.millrace.devstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
class ParentWatchTest {

    @Test
    void argumentsAndExitCodeOfTheTargetPassThrough() throws Exception {
        var process = start(ChildMains.command(ChildMains.Echo.class, "a", "b"));
        assertEquals("arguments [a, b]", process.inputReader().readLine());
        assertEquals(7, ended(process));
    }

    @Test
    void exceptionOfTheTargetEndsTheProcessWithItsOwnStackTrace() throws Exception {
        var process = start(ChildMains.command(ChildMains.Failing.class));
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, ended(process));
        assertTrue(output.contains("IllegalStateException: broken on purpose"), output);
        assertFalse(output.contains("InvocationTargetException"), output);
    }

    @Test
    void endOfStandardInputEndsTheProcessThroughItsShutdownHooks() throws Exception {
        // given
        var process = start(ChildMains.command(ChildMains.Obedient.class));
        assertEquals("running", process.inputReader().readLine());
        // when
        process.getOutputStream().close();
        // then
        assertEquals(ParentWatch.OWNER_GONE, ended(process));
        assertTrue(process.inputReader().lines().anyMatch("hook ran"::equals));
    }

    @Test
    void inputFromTheOwnerDoesNotEndTheProcess() throws Exception {
        var process = start(ChildMains.command(ChildMains.Obedient.class));
        try (var input = process.getOutputStream()) {
            assertEquals("running", process.inputReader().readLine());
            input.write("something\n".getBytes(StandardCharsets.UTF_8));
            input.flush();
            assertFalse(process.waitFor(300, TimeUnit.MILLISECONDS));
        }
        assertEquals(ParentWatch.OWNER_GONE, ended(process));
    }

    @Test
    void hangingShutdownHookIsCutOffAfterTheGrace() throws Exception {
        var process = start(ChildMains.command(ChildMains.Stubborn.class).property(ParentWatch.GRACE_PROPERTY, 300));
        assertEquals("running", process.inputReader().readLine());
        process.getOutputStream().close();
        assertEquals(ParentWatch.OWNER_GONE, ended(process));
    }

    private static Process start(JavaCommand command) throws IOException {
        return new ProcessBuilder(command.words()).redirectErrorStream(true).start();
    }

    private static int ended(Process process) throws InterruptedException {
        var inTime = process.waitFor(10, TimeUnit.SECONDS);
        if (!inTime) {
            process.destroyForcibly();
        }
        assertTrue(inTime, "the process has not ended");
        return process.exitValue();
    }
}
