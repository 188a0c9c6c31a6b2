package io.millrace.systemtests.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.millrace.systemtests.Repository;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the packaged services, and so in their images. */
@Tag("packaged")
class PackagedServiceTest {
    private static final List<String> NOWHERE = List.of("org.apache.hadoop.hadoop-client-runtime",
            "org.apache.hadoop.hadoop-common", "org.apache.hadoop.hadoop-aws", "io.delta.delta-storage",
            "io.delta.delta-standalone", "io.unitycatalog.", "org.scala-lang.", "org.apache.spark.", "log4j.",
            "commons-logging.commons-logging", "software.amazon.awssdk.netty-nio-client",
            "software.amazon.awssdk.apache-client", "software.amazon.awssdk.crt.", "io.millrace.dev-stack-",
            "io.millrace.launcher", "io.millrace.delta-table-quarkus-deployment");
    private static final List<String> ONLY_WITH_A_TABLE = List.of("io.millrace.delta-table-", "io.delta.",
            "org.apache.parquet.", "org.apache.hadoop.", "software.amazon.awssdk.");

    @ParameterizedTest
    @ValueSource(strings = {"ingest-service", "stream-service", "batch-service"})
    void nothingBannedIsPackaged(String service) throws IOException {
        List<String> libraries = libraries(service);

        assertTrue(libraries.stream().anyMatch(startsWithAny(List.of("io.millrace.contracts-"))),
                libraries::toString);
        assertEquals(List.of(), libraries.stream().filter(startsWithAny(NOWHERE))
                // Quarkus's runtime half of the dev stack has no code; its build steps and the stack stay outside.
                .filter(name -> !name.startsWith("io.millrace.dev-stack-quarkus-0")).toList());
    }

    @Test
    void theFrontDoorHasNoTable() throws IOException {
        assertEquals(List.of(),
                libraries("ingest-service").stream().filter(startsWithAny(ONLY_WITH_A_TABLE)).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream-service", "batch-service"})
    void whoWritesTablesHasTheirExtension(String service) throws IOException {
        assertEquals(1, libraries(service).stream()
                .filter(startsWithAny(List.of("io.millrace.delta-table-quarkus-"))).count());
    }

    @Test
    void aBannedLibraryIsNamed() {
        assertEquals(List.of("org.apache.hadoop.hadoop-client-runtime-3.4.2.jar"),
                Stream.of("org.apache.hadoop.hadoop-client-api-3.4.2.jar",
                        "org.apache.hadoop.hadoop-client-runtime-3.4.2.jar").filter(startsWithAny(NOWHERE)).toList());
    }

    private static Predicate<String> startsWithAny(List<String> prefixes) {
        return name -> prefixes.stream().anyMatch(name::startsWith);
    }

    private static List<String> libraries(String service) throws IOException {
        Path folder = Repository.directory().resolve(service).resolve("target/quarkus-app/lib/main");
        if (!Files.isDirectory(folder)) {
            throw new AssertionError(service + " is not packaged. Run ./millrace build first.");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
