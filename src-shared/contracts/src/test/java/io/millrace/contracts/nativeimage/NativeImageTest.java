package io.millrace.contracts.nativeimage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class NativeImageTest {
    private static final String OPTION = "--initialize-at-run-time=";
    private static final String RESOURCES = "-H:IncludeResources=";

    @Test
    void theClassThatMustNotBeInitializedByTheBuilderIsThere() throws Exception {
        Class<?> holder = found(names().getFirst());

        assertEquals("io.vertx.core.Vertx", holder.getDeclaredFields()[0].getType().getName());
    }

    @Test
    void thePackagesThatMustNotBeInitializedByTheBuilderAreThere() throws Exception {
        List<String> packages = names().subList(1, names().size());

        assertEquals(List.of("dev.cel", "com.google.protobuf", "io.millrace.contracts.rule"), packages);
        for (String type : List.of("dev.cel.runtime.CelRuntime", "com.google.protobuf.UnsafeUtil",
                "io.millrace.contracts.rule.QualityRules")) {
            Class<?> found = found(type);
            assertTrue(packages.stream().anyMatch(name -> found.getPackageName().startsWith(name)), type);
        }
    }

    @Test
    void theResourcesThatClassesReadAreInTheImage() throws IOException {
        Pattern included = Pattern.compile(option(RESOURCES));
        Path root = Path.of("target/classes");
        try (Stream<Path> files = Files.walk(root)) {
            List<String> read = files.filter(Files::isRegularFile).map(file -> root.relativize(file).toString())
                    .filter(name -> !name.endsWith(".class") && !name.startsWith("META-INF/")
                            && !name.endsWith(".avsc")) // of the gateway, which names them itself
                    .sorted().toList();

            assertEquals(List.of("settings/keys.txt", "slo/defaults.json"), read);
            read.forEach(name -> assertTrue(included.matcher(name).matches(), name));
        }
    }

    private static Class<?> found(String type) throws ClassNotFoundException {
        return Class.forName(type, false, NativeImageTest.class.getClassLoader());
    }

    private static List<String> names() throws IOException {
        return List.of(option(OPTION).split(","));
    }

    private static String option(String name) throws IOException {
        return Stream.of(arguments().split(" ")).filter(argument -> argument.startsWith(name)).findFirst()
                .orElseThrow().substring(name.length());
    }

    private static String arguments() throws IOException {
        try (InputStream file = NativeImageTest.class
                .getResourceAsStream("/META-INF/native-image/io.millrace/contracts/native-image.properties")) {
            Properties properties = new Properties();
            properties.load(Objects.requireNonNull(file, "no native-image.properties"));
            return properties.getProperty("Args");
        }
    }
}
