package io.millrace.systemtests.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("process")
class DockerfileTest {
    @TempDir
    private Path folder;

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

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void theImageKeepsGlibcToFewArenas(String file) throws IOException {
        assertTrue(dockerfile(file).contains("ENV MALLOC_ARENA_MAX=2"));
    }

    @Test
    void theNativeImageTakesItsOptionsFromTheFileOfTheService() throws Exception {
        // given the entry point in a folder with an executable that prints what it is given
        List<String> entryPoint = entryPoint("Dockerfile.native");
        Path application = Files.writeString(folder.resolve("application"),
                "#!/bin/sh\nfor a in \"$@\"; do echo \"$a\"; done\n");
        assertTrue(application.toFile().setExecutable(true));
        Files.copy(DeployFolder.REPOSITORY.resolve("ingest-service/native.options"), folder.resolve("native.options"));
        // when
        Process process = new ProcessBuilder(Stream.concat(entryPoint.stream(), Stream.of("-Da=b c")).toList())
                .directory(folder.toFile()).redirectErrorStream(true).start();
        // then
        assertEquals(List.of("-Xmx96m", "-XX:MaxDirectMemorySize=40m", "-XX:+ExitOnOutOfMemoryError", "-Da=b c"),
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest-service", "stream-service", "batch-service"})
    void theNativeExecutableHasTheSameHeapAndPropertiesAsTheJvm(String service) throws IOException {
        List<String> jvm = options(service, "jvm.options");
        List<String> executable = options(service, "native.options").stream()
                .map(option -> option.replace("MaximumHeapSizePercent", "MaxRAMPercentage")).toList();

        assertEquals(jvm.stream().filter(DockerfileTest::meantForBoth).toList(),
                executable.stream().filter(DockerfileTest::meantForBoth).toList());
        assertTrue(executable.stream().anyMatch(option -> option.contains("Xmx") || option.contains("MaxRAM")));
    }

    private static boolean meantForBoth(String option) {
        return option.startsWith("-D") || option.startsWith("-Xmx") || option.startsWith("-XX:MaxRAMPercentage")
                || option.startsWith("-XX:MaxDirectMemorySize") || option.equals("-XX:+ExitOnOutOfMemoryError");
    }

    private static List<String> options(String service, String file) throws IOException {
        return Files.readAllLines(DeployFolder.REPOSITORY.resolve(service).resolve(file)).stream()
                .filter(line -> line.startsWith("-")).toList();
    }

    private static List<String> dockerfile(String file) throws IOException {
        return Files.readAllLines(DeployFolder.DEPLOY.resolve("docker").resolve(file));
    }

    private static List<String> entryPoint(String file) throws IOException {
        String words = dockerfile(file).stream().filter(line -> line.startsWith("ENTRYPOINT ")).findFirst()
                .orElseThrow();
        return List.of(new ObjectMapper().readValue(words.substring("ENTRYPOINT ".length()), String[].class));
    }
}
