package io.millrace.contracts.nativeimage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;

import org.junit.jupiter.api.Test;

class NativeImageTest {
    private static final String OPTION = "--initialize-at-run-time=";

    @Test
    void theClassThatMustNotBeInitializedByTheBuilderIsThere() throws Exception {
        String arguments = arguments();

        Class<?> holder = Class.forName(arguments.substring(OPTION.length()), false, getClass().getClassLoader());

        assertEquals("io.vertx.core.Vertx", holder.getDeclaredFields()[0].getType().getName());
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
