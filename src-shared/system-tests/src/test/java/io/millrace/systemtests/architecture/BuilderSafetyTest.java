package io.millrace.systemtests.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/**
 * Quarkus runs static initializers while it builds a native image, on another machine: what they read there is wrong
 * here, and a thread or a generator of random numbers cannot be kept in the image. Nor can a class be found by a name
 * that only the run knows.
 */
class BuilderSafetyTest {
    private static final Set<String> NOT_IN_STATIC_INITIALIZERS = Set.of("java.lang.System.getProperty",
            "java.lang.System.getenv", "java.lang.Thread", "java.util.concurrent.Executors", "java.util.Random",
            "java.util.SplittableRandom", "java.security.SecureRandom", "java.util.UUID.randomUUID",
            "java.util.concurrent.ThreadPoolExecutor", "java.util.concurrent.ForkJoinPool", "java.util.Timer",
            "java.net.InetAddress", "java.nio.ByteBuffer.allocateDirect", "java.time.Clock", "java.time.Instant.now",
            "org.eclipse.microprofile.config.ConfigProvider");
    private static final Set<String> NOWHERE = Set.of("java.lang.Class.forName", "java.lang.ClassLoader.loadClass",
            "java.util.ServiceLoader", "java.lang.reflect.Proxy", "java.net.URLClassLoader");
    private static final List<String> SHARED = List.of("io.millrace.table", "io.millrace.contracts");

    @Test
    void noStaticInitializerReadsTheBuildersMachineOrStartsAnything() {
        List<JavaClass> classes = shared();

        assertTrue(classes.size() > 100, "the classes are not read");
        assertEquals(List.of(), classes.stream().flatMap(BuilderSafetyTest::inStaticInitializers).toList());
    }

    @Test
    void noClassIsLoadedByName() {
        assertEquals(List.of(), shared().stream().flatMap(BuilderSafetyTest::byName).toList());
    }

    @Test
    void whoDoesIsNamed() {
        JavaClass careless = new ClassFileImporter().importClass(Careless.class);

        assertEquals(3, inStaticInitializers(careless).count());
        assertEquals(1, byName(careless).count());
    }

    private static Stream<String> inStaticInitializers(JavaClass type) {
        return type.getStaticInitializer().stream().flatMap(initializer -> initializer.getAccessesFromSelf().stream())
                .filter(access -> isOneOf(NOT_IN_STATIC_INITIALIZERS, access)).map(JavaAccess::getDescription);
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
        return Module.allClasses().stream()
                .filter(type -> SHARED.stream().anyMatch(name -> (type.getPackageName() + ".").startsWith(name + ".")))
                .toList();
    }

    @SuppressWarnings("unused")
    private static final class Careless {
        static final String HOME = System.getProperty("user.home");
        static final ExecutorService THREADS = Executors.newSingleThreadExecutor();
        static final SplittableRandom RANDOM = new SplittableRandom();

        static Class<?> named(String name) throws ClassNotFoundException {
            return Class.forName(name);
        }
    }
}
