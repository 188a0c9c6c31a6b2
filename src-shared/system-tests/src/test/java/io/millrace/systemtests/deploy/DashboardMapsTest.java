package io.millrace.systemtests.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** Each dashboard is in a ConfigMap of its own that Grafana's sidecar finds. */
class DashboardMapsTest {
    private static final Path FOLDER = DeployFolder.DEPLOY.resolve("dashboards");
    /** What {@code kubectl apply} can keep of a resource in its annotation. */
    private static final int LARGEST = 256 * 1024;

    @Test
    void eachFileIsInAMapOfItsOwn() throws IOException {
        // when
        var maps = DeployFolder.kustomization(FOLDER).configMapGenerator();
        // then
        List<String> names = files().stream().map(file -> String.valueOf(file.getFileName())).toList();
        assertTrue(names.size() > 4, names::toString);
        assertEquals(names.stream().map(name -> new Kustomization.MapOfFiles(
                "millrace-dashboard-" + name.replace(".json", ""), List.of(name))).toList(), maps);
    }

    @Test
    void theSidecarFindsThem() throws IOException {
        Kustomization.GeneratorOptions options = DeployFolder.kustomization(FOLDER).generatorOptions();
        assertNotNull(options);
        assertEquals(Map.of("grafana_dashboard", "1"), options.labels());
        // A name with a hash would leave the old dashboard beside the new one.
        assertTrue(options.disableNameSuffixHash());
    }

    @Test
    void noneIsTooLargeToBeApplied() throws IOException {
        for (Path file : files()) {
            assertTrue(Files.size(file) < LARGEST / 2, () -> file + " is too large: the annotation quotes it again");
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }
}
