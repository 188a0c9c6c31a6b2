package io.millrace.landing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class HungThreadTest {
    private static StackTraceElement[] in(String... classes) {
        return Stream.of(classes).map(name -> new StackTraceElement(name, "method", "File.java", 1))
                .toArray(StackTraceElement[]::new);
    }

    @Test
    void aStorageMayAnswerAndMemoryMayBeReturned() {
        assertTrue(HungThread.mayGoOn(in("sun.nio.ch.FileDispatcherImpl",
                "io.millrace.table.internal.storage.LocalInput", "io.millrace.stream.merge.MergeLoop")));
        assertTrue(HungThread.mayGoOn(in("java.lang.Object", "io.millrace.landing.DecodedMemory",
                "io.millrace.landing.DecodedMemory$Lease")));
    }

    @Test
    void aClassThatIsNeverLoadedEndsWithARestartOnly() {
        assertFalse(HungThread.mayGoOn(in("java.util.concurrent.CompletableFuture",
                "io.quarkus.bootstrap.runner.JarFileReference", "io.millrace.stream.merge.MergeLoop")));
        assertFalse(HungThread.mayGoOn(new StackTraceElement[0]));
    }
}
