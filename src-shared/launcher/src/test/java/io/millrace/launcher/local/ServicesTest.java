package io.millrace.launcher.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import io.millrace.devstack.JavaCommand;
import io.millrace.devstack.LineReceiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServicesTest {
    private static final Services SERVICES = new Services(new Checkout(Path.of("")), "127.0.0.1:9092",
            "http://127.0.0.1:8081/apis/registry/v3", Path.of("data"), LineReceiver.NONE);

    @Test
    void settingsOfTheEnvironmentReachTheServicesButNotWhatLeadsToAnotherKafka() {
        Services configured = SERVICES
                .withSettingsOf(Map.of("MILLRACE_INGEST_MAX_EVENTS", "7", "QUARKUS_LOG_LEVEL", "DEBUG",
                        "KAFKA_BOOTSTRAP_SERVERS", "elsewhere:9092", "MP_MESSAGING_CONNECTOR", "x", "PATH", "/bin",
                        "MILLRACE_JDKS", "/opt/jdk"));

        assertEquals(Map.of("MILLRACE_INGEST_MAX_EVENTS", "7", "QUARKUS_LOG_LEVEL", "DEBUG"), configured.settings());
    }

    @Test
    void aVariableThatHasNoEffectIsNamed() {
        assertEquals(List.of("KAFKA_BOOTSTRAP_SERVERS", "MILLRACE_TABLES_ROOT", "MP_MESSAGING_CONNECTOR"),
                Services.ignored(Map.of("MILLRACE_TABLES_ROOT", "s3://b/", "MILLRACE_BATCH_EVERY", "5s",
                        "KAFKA_BOOTSTRAP_SERVERS", "elsewhere:9092", "MP_MESSAGING_CONNECTOR", "x", "PATH", "/bin")));
    }

    @Test
    void aVariableThatNoServiceKnowsIsNamed() {
        assertEquals(List.of("MILLRACE_BATCH_EVRY"), Services.unknown(Map.of("MILLRACE_BATCH_EVRY", "5s",
                "MILLRACE_BATCH_EVERY", "5s", "MILLRACE_JDKS", "/opt/jdk", "MILLRACE_DEV_STACK_HOME", "/opt/stack")));
    }

    @Test
    void theEnvironmentBeatsADefaultButNotWhereTheSystemIs() {
        Services configured = SERVICES
                .withSettingsOf(Map.of("MILLRACE_TABLES_ROOT", "s3://b/", "MILLRACE_BATCH_EVERY", "5s"));

        var properties = configured.configured(JavaCommand.of("Main")
                .property("millrace.batch.every", "30s").property("millrace.tables.root", "data/tables"))
                .systemProperties();

        assertEquals(Map.of("millrace.tables.root", "data/tables"), properties);
    }

    @Test
    void withoutAnEnvironmentNothingIsTakenFromIt() {
        assertEquals(Map.of(), SERVICES.settings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest-service", "stream-service", "batch-service"})
    void aServiceRunsWithTheOptionsOfItsImage(String service, @TempDir Path home) throws IOException {
        // given
        Checkout checkout = new Checkout(home);
        Files.createDirectories(checkout.jar(service).getParent());
        new JarOutputStream(Files.newOutputStream(checkout.jar(service)), new Manifest()).close();
        List<JavaCommand> commands = new ArrayList<>();
        Services services = new Services(checkout, "127.0.0.1:9092", "http://127.0.0.1:8081", home.resolve("data"),
                LineReceiver.NONE).changing(command -> {
                    commands.add(command);
                    throw new IllegalStateException("not started");
                });
        // when
        assertThrows(IllegalStateException.class, () -> {
            switch (service) {
                case "ingest-service" -> services.ingest(1, 2);
                case "stream-service" -> services.stream(2);
                default -> services.batch(2, Duration.ofSeconds(1));
            }
        });
        // then
        List<String> options = commands.getFirst().options();
        assertTrue(options.contains("@" + checkout.jvmOptions(service)), options::toString);
        assertTrue(options.stream().noneMatch(option -> option.contains("TieredStopAtLevel")), options::toString);
    }
}
