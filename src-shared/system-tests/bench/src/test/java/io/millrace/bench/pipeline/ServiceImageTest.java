package io.millrace.bench.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import io.millrace.devstack.JavaCommand;
import io.millrace.launcher.local.Checkout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceImageTest {
    @TempDir
    private Path home = Path.of("");

    @Test
    void aServiceHasTheOptionsOfItsImageAndTheMemoryOfItsContainer() throws IOException {
        // given
        Checkout checkout = new Checkout(home);
        Path jar = checkout.jar("stream-service");
        Files.createDirectories(jar.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Add-Opens", "java.base/java.lang");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        Path deploy = Files.createDirectories(home.resolve("deploy/base"));
        Files.writeString(deploy.resolve("stream-service.yaml"), """
                          resources:
                            requests:
                              cpu: 500m
                              memory: 1Gi
                            limits:
                              memory: 2Gi
                """);
        JavaCommand asUpStartsIt = JavaCommand.quarkus(jar).heap("384m").option("-XX:+UseSerialGC")
                .property("key", "value");
        // when
        JavaCommand command = new ServiceImage(checkout, "stream-service", List.of("-Xlog:gc")).apply(asUpStartsIt);
        // then
        assertEquals(List.of("--add-opens=java.base/java.lang=ALL-UNNAMED", "-XX:MaxRAM=2G",
                "@" + home.toAbsolutePath().resolve("stream-service/jvm.options"), "-Xlog:gc"), command.options());
        assertEquals("value", command.systemProperties().get("key"));
    }
}
