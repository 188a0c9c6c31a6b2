package io.millrace.systemtests.tags;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Tags;

/** Finds the classes of tests that start a process, themselves or through other classes of tests. */
final class ProcessTests {
    /** The methods that start a process, by their class. */
    private static final Map<String, String> STARTING = Map.of("java.lang.ProcessBuilder", "start",
            "io.millrace.devstack.DevStack", "start", "io.millrace.devstack.SharedDevStack", "join",
            "io.millrace.devstack.ChildProcess", "start", "io.millrace.devstack.RunningBroker", "start",
            "io.millrace.devstack.RunningRegistry", "start",
            "io.millrace.devstack.s3.S3Server", "start");

    private ProcessTests() {}

    /** The names of the classes that start processes and have neither the tag nor Quarkus's. */
    static Set<String> untagged(JavaClasses tests) {
        Set<JavaClass> starting = new HashSet<>();
        tests.stream().filter(type -> type.getMethodCallsFromSelf().stream().anyMatch(ProcessTests::starts))
                .forEach(starting::add);
        while (starting.addAll(tests.stream()
                .filter(type -> type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(use -> starting.contains(use.getTargetClass())))
                .collect(Collectors.toSet()))) {
            // One class more may make others start processes too.
        }
        return starting.stream().filter(ProcessTests::isTest).filter(type -> !isTagged(type)).map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean starts(JavaMethodCall call) {
        return call.getName().equals(STARTING.get(call.getTargetOwner().getName()));
    }

    private static boolean isTest(JavaClass type) {
        return type.getSimpleName().endsWith("Test") || type.getSimpleName().equals("Untagged");
    }

    private static boolean isTagged(JavaClass type) {
        return type.getAnnotations().stream().anyMatch(ProcessTests::names);
    }

    private static boolean names(JavaAnnotation<?> annotation) {
        String name = annotation.getRawType().getName();
        return name.equals("io.quarkus.test.junit.QuarkusTest")
                || name.equals(Tag.class.getName()) && annotation.get("value").filter("process"::equals).isPresent()
                || name.equals(Tags.class.getName())
                        && annotation.get("value").filter(tags -> Arrays.stream((JavaAnnotation<?>[]) tags)
                                .anyMatch(ProcessTests::names)).isPresent();
    }
}
