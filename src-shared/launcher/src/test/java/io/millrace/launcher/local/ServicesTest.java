package io.millrace.launcher.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.millrace.devstack.JavaCommand;
import io.millrace.devstack.LineReceiver;
import org.junit.jupiter.api.Test;

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
    void aSettingThatHasNoEffectIsNamed() {
        Services configured = SERVICES
                .withSettingsOf(Map.of("MILLRACE_TABLES_ROOT", "s3://b/", "MILLRACE_BATCH_EVERY", "5s"));

        assertEquals(List.of("MILLRACE_TABLES_ROOT"), configured.ignored());
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
}
