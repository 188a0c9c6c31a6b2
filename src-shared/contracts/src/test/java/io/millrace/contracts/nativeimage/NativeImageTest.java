package io.millrace.contracts.nativeimage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

import org.junit.jupiter.api.Test;

class NativeImageTest {
    private static final String OPTION = "--initialize-at-run-time=";

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

    private static Class<?> found(String type) throws ClassNotFoundException {
        return Class.forName(type, false, NativeImageTest.class.getClassLoader());
    }

    private static List<String> names() throws IOException {
        return List.of(arguments().substring(OPTION.length()).split(","));
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
