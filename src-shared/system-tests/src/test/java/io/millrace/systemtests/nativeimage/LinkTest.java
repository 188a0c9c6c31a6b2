package io.millrace.systemtests.nativeimage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.millrace.systemtests.Repository;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Quarkus links every method that is reached when it builds a native image, and runs every static initializer there. What
 * such a method names must be in the service's jars, and what such an initializer makes must be fit to be kept in an image.
 */
@Tag("packaged")
class LinkTest {
    /**
     * What is missing and is not reached in an image, though this test's coarse way of following calls arrives there: the
     * beginning of its name, and the beginning of the name of who may name it.
     */
    private static final List<Known> NOT_REACHED = List.of(
            // The builder brings it.
            new Known("org/graalvm/", "io/smallrye/common/"),
            // Loggers that JBoss Logging looks for, and Quarkus's substitution does not.
            new Known("org/apache/log4j/", "org/jboss/logging/"),
            new Known("org/apache/logging/log4j/", "org/jboss/logging/"),
            new Known("org/jboss/modules/", "org/jboss/logmanager/"),
            // TLS by another provider than the JDK's, which Quarkus switches off.
            new Known("io/netty/internal/tcnative/", "io/netty/handler/ssl/OpenSsl."),
            new Known("org/conscrypt/", "io/netty/handler/ssl/Conscrypt"),
            // Hadoop's configuration and file systems: Parquet and Kernel name their types, and none is made.
            new Known("org/apache/hadoop/", "org/apache/hadoop/"),
            // Only substituted when Kafka's metrics are not shown by JMX.
            new Known("org/apache/kafka/common/utils/AppInfoParser.",
                    "io/quarkus/kafka/client/runtime/graal/RemoveJMXAccess"),
            // An accessor between a nested class and the substitute of its owner.
            new Known("io/netty/util/internal/CleanerJava9.access", "io/netty/util/internal/CleanerJava9"));

    /**
     * A finding that is none for the builder.
     *
     * @param missing
     *            the beginning of what is missing
     * @param namedBy
     *            the beginning of who may name it
     */
    private record Known(String missing, String namedBy) {}

    /** Classes that make what no image can keep, but are initialized at run time, and the extension that arranges it. */
    private static final Map<String, String> INITIALIZED_AT_RUN_TIME = Map.of(
            "io/netty/handler/ssl/BouncyCastleAlpnSslUtils", "Quarkus's extension of Netty",
            "io/vertx/ext/auth/impl/jose/JWT", "Quarkus's extension of Vert.x",
            "org/apache/kafka/common/security/authenticator/SaslClientAuthenticator", "Quarkus's extension of Kafka",
            "org/apache/hadoop/", "the extension of the table", "software/amazon/awssdk/",
            "the extension of the table");

    private static final Set<String> NOT_IN_AN_IMAGE = Set.of("java/util/Random", "java/util/SplittableRandom",
            "java/security/SecureRandom", "java/lang/Thread", "java/util/Timer", "java/util/concurrent/Executors",
            "java/util/concurrent/ThreadPoolExecutor", "java/util/concurrent/ScheduledThreadPoolExecutor",
            "java/util/concurrent/ForkJoinPool", "java/net/Socket", "java/net/ServerSocket",
            "java/net/http/HttpClient");

    /** Most libraries are in two or all services. */
    private static final Map<String, ClassNode> LIBRARIES = new HashMap<>();

    @AfterAll
    static void forget() {
        LIBRARIES.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest-service", "stream-service", "batch-service"})
    void whatReachedCodeNamesIsThereAndWhatItsInitializersMakeFitsIntoAnImage(String service) {
        PackagedClasses classes = PackagedClasses.of(service, LIBRARIES);
        Reach reach = new Reach(classes);

        Map<String, String> missing = reach.from(roots(classes));

        assertTrue(reach.initialized().size() > 5_000,
                () -> "only " + reach.initialized().size() + " classes are reached");
        assertEquals(Map.of(), unknown(missing), () -> ways(reach, unknown(missing)));
        assertEquals(Set.of(), unfit(classes, reach.initialized()));
    }

    /** The launcher runs on the JVM, where a class that is missing in a library harms nobody until it is used. */
    @Test
    void whatOurCodeNamesInACommandIsInTheJarsOfTheLauncher() {
        PackagedClasses classes = PackagedClasses.in(Repository.directory().resolve("src-shared/launcher/target"));
        Reach reach = new Reach(classes);

        Map<String, String> missing = reach.from(classes.names().stream()
                .filter(name -> name.startsWith("io/millrace/launcher/")).toList());
        missing.values().removeIf(method -> !method.startsWith("io/millrace/"));

        assertEquals(Map.of(), missing, () -> ways(reach, missing));
    }

    @Test
    void whatIsMissingIsNamedWithTheMethodThatNamesIt() {
        PackagedClasses classes = PackagedClasses.of("ingest-service").with(Trespasser.class);

        Map<String, String> missing = new Reach(classes).from(List.of(name(Trespasser.class)));

        assertEquals(Map.of("org/junit/jupiter/api/Assertions", name(Trespasser.class) + ".trespass()V"), missing);
    }

    @Test
    void whatAnInitializerMakesIsNamed() {
        PackagedClasses classes = PackagedClasses.of("ingest-service").with(Trespasser.class);

        assertEquals(Set.of(name(Trespasser.class) + " makes java/security/SecureRandom"),
                unfit(classes, Set.of(name(Trespasser.class))));
    }

    private static Collection<String> roots(PackagedClasses classes) {
        return classes.names().stream()
                .filter(name -> name.startsWith("io/millrace/") && !name.contains("/nativeimage/")
                        || classes.jar(name).contains("generated-bytecode"))
                .toList();
    }

    private static Map<String, String> unknown(Map<String, String> missing) {
        Map<String, String> unknown = new TreeMap<>(missing);
        unknown.entrySet().removeIf(found -> NOT_REACHED.stream().anyMatch(
                known -> found.getKey().startsWith(known.missing()) && found.getValue().startsWith(known.namedBy())));
        return unknown;
    }

    private static Set<String> unfit(PackagedClasses classes, Set<String> initialized) {
        Set<String> unfit = new TreeSet<>();
        for (String name : initialized) {
            if (INITIALIZED_AT_RUN_TIME.keySet().stream().noneMatch(name::startsWith)) {
                classes.find(name).flatMap(node -> Hierarchy.method(node, "<clinit>", "()V")).ifPresent(initializer -> {
                    for (AbstractInsnNode instruction : initializer.instructions) {
                        if (instruction instanceof MethodInsnNode call && NOT_IN_AN_IMAGE.contains(call.owner)
                                && (call.name.equals("<init>") || call.owner.endsWith("Executors"))) {
                            unfit.add(name + " makes " + call.owner);
                        }
                    }
                });
            }
        }
        return unfit;
    }

    private static String ways(Reach reach, Map<String, String> missing) {
        StringBuilder text = new StringBuilder();
        missing.forEach((what, by) -> text.append(what).append(" is missing; it is named by\n  ")
                .append(String.join("\n  called from ", reach.way(by))).append('\n'));
        return text.toString();
    }

    private static String name(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    @SuppressWarnings("unused")
    private static final class Trespasser {
        private static final SecureRandom RANDOM = new SecureRandom();

        void trespass() {
            Assertions.fail();
        }
    }
}
