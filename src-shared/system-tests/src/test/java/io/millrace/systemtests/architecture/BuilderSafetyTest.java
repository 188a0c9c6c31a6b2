package io.millrace.systemtests.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Quarkus runs static initializers while it builds a native image, on another machine: what they read there is wrong
 * here, and a thread or a generator of random numbers cannot be kept in the image. Nor can a class be found by a name
 * that only the run knows.
 */
@Tag("slow")
class BuilderSafetyTest {
    private static final Set<String> NOT_IN_STATIC_INITIALIZERS = Set.of("java.lang.System.getProperty",
            "java.lang.System.getenv", "java.lang.Thread", "java.util.concurrent.Executors", "java.util.Random",
            "java.util.SplittableRandom", "java.security.SecureRandom", "java.util.UUID.randomUUID",
            "java.util.concurrent.ThreadPoolExecutor", "java.util.concurrent.ScheduledThreadPoolExecutor",
            "java.util.concurrent.ForkJoinPool", "java.util.Timer", "java.lang.ref.Cleaner.create",
            "java.net.InetAddress", "java.net.Socket", "java.net.ServerSocket", "java.net.http.HttpClient",
            "java.nio.channels.FileChannel", "java.nio.channels.SocketChannel", "java.nio.ByteBuffer.allocateDirect",
            "java.time.Clock", "java.time.Instant.now", "org.eclipse.microprofile.config.ConfigProvider");
    private static final Set<String> NOWHERE = Set.of("java.lang.Class.forName", "java.lang.ClassLoader.loadClass",
            "java.util.ServiceLoader", "java.lang.reflect.Proxy", "java.net.URLClassLoader");
    private static final String OURS = "io.millrace.";
    private static final List<String> SHARED = List.of("io.millrace.table", "io.millrace.contracts",
            "io.millrace.landing");
    /** Never in an image: they build it, or start and test what is in it. */
    private static final List<String> NOT_IN_AN_IMAGE = List.of("io.millrace.launcher", "io.millrace.devstack",
            "io.millrace.systemtests", "io.millrace.bench", "io.millrace.table.quarkus.deployment");

    @Test
    void noStaticInitializerReadsTheBuildersMachineOrStartsAnything() {
        List<JavaClass> classes = Module.allClasses().stream().filter(type -> !isIn(NOT_IN_AN_IMAGE, type)).toList();

        for (String service : List.of("io.millrace.ingest", "io.millrace.stream", "io.millrace.batch")) {
            assertTrue(classes.stream().anyMatch(type -> isIn(List.of(service), type)), service + " is not read");
        }
        assertEquals(List.of(), classes.stream().flatMap(BuilderSafetyTest::inStaticInitializers).toList());
    }

    @Test
    void noClassIsLoadedByName() {
        assertEquals(List.of(), shared().stream().flatMap(BuilderSafetyTest::byName).toList());
    }

    @Test
    void whoDoesIsNamed() {
        JavaClass careless = new ClassFileImporter().importClasses(Careless.class, Connection.class)
                .get(Careless.class);

        assertEquals(6, inStaticInitializers(careless).count(),
                () -> inStaticInitializers(careless).toList().toString());
        assertEquals(1, byName(careless).count());
    }

    /** What a static initializer does itself, and what our own code does that it calls. */
    private static Stream<String> inStaticInitializers(JavaClass type) {
        Set<JavaCodeUnit> run = new LinkedHashSet<>();
        type.getStaticInitializer().ifPresent(initializer -> runs(initializer, run));
        return run.stream().flatMap(unit -> unit.getAccessesFromSelf().stream())
                .filter(access -> isOneOf(NOT_IN_STATIC_INITIALIZERS, access)).map(JavaAccess::getDescription);
    }

    private static void runs(JavaCodeUnit unit, Set<JavaCodeUnit> run) {
        if (run.add(unit)) {
            unit.getCallsFromSelf().stream().filter(call -> call.getTargetOwner().getPackageName().startsWith(OURS))
                    .flatMap(call -> call.getTarget().resolveMember().stream()).map(JavaCodeUnit.class::cast)
                    .forEach(called -> runs(called, run));
        }
    }

    private static Stream<String> byName(JavaClass type) {
        return type.getAccessesFromSelf().stream().filter(access -> isOneOf(NOWHERE, access))
                .map(JavaAccess::getDescription);
    }

    private static boolean isOneOf(Set<String> banned, JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        return banned.contains(owner) || banned.contains(owner + "." + access.getTarget().getName());
    }

    private static List<JavaClass> shared() {
        return Module.allClasses().stream().filter(type -> isIn(SHARED, type)).toList();
    }

    private static boolean isIn(List<String> packages, JavaClass type) {
        return packages.stream().anyMatch(name -> (type.getPackageName() + ".").startsWith(name + "."));
    }

    @SuppressWarnings("unused")
    private static final class Careless {
        static final String HOME = System.getProperty("user.home");
        static final ExecutorService THREADS = Executors.newSingleThreadExecutor();
        static final SplittableRandom RANDOM = new SplittableRandom();
        static final SecureRandom SECURE = new SecureRandom();
        static final Connection CONNECTION = new Connection();

        static Class<?> named(String name) throws ClassNotFoundException {
            return Class.forName(name);
        }
    }

    /** Not itself static, but made by a static initializer. */
    @SuppressWarnings({"unused", "UnusedVariable"})
    private static final class Connection {
        final Socket socket = new Socket();
        final Thread reader = Thread.ofVirtual().unstarted(() -> {});
    }
}
