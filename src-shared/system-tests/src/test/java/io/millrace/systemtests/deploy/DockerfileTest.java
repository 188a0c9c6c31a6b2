package io.millrace.systemtests.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfileTest {
    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void theImageRunsAsTheUserOfThePods(String file) throws IOException {
        // given
        var lines = Files.readAllLines(DeployFolder.DEPLOY.resolve("docker").resolve(file));
        // when
        var users = lines.stream().filter(line -> line.startsWith("USER ")).toList();
        // then
        for (Workload workload : DeployFolder.workloads()) {
            assertEquals(List.of("USER " + workload.pod().getSecurityContext().getRunAsUser()), users);
        }
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("FROM ") && line.matches("[^:]+:[0-9][-0-9.a-z]*")),
                "the base image has a version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void theImageReadsFilesWithNamesBeyondAscii(String file) throws IOException {
        var lines = Files.readAllLines(DeployFolder.DEPLOY.resolve("docker").resolve(file));

        assertTrue(lines.stream().anyMatch(line -> line.startsWith("ENV LANG=C.UTF-8")), lines::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest-service", "stream-service", "batch-service"})
    void whatTheJvmImageCopiesIsWhatPackagingMakes(String service) throws IOException {
        // given
        var lines = Files.readAllLines(DeployFolder.DEPLOY.resolve("docker").resolve("Dockerfile.jvm"));
        // when
        var copied = lines.stream().filter(line -> line.startsWith("COPY "))
                .map(line -> line.split(" ")[1].replace("${SERVICE}", service)).toList();
        // then
        assertEquals(5, copied.size(), copied::toString);
        for (String source : copied) {
            assertTrue(Files.exists(DeployFolder.REPOSITORY.resolve(source)), source);
        }
    }
}
