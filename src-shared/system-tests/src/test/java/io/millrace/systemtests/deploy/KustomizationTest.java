package io.millrace.systemtests.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.Container;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KustomizationTest {
    static List<Path> kustomized() throws IOException {
        return DeployFolder.yamlFiles(DeployFolder.DEPLOY).stream().filter(DeployFolder::isKustomization)
                .map(file -> Objects.requireNonNull(file.getParent())).toList();
    }

    @Test
    void everyFolderWithManifestsIsKustomized() throws IOException {
        var folders = DeployFolder.yamlFiles(DeployFolder.DEPLOY).stream().map(Path::getParent)
                .collect(Collectors.toSet());
        assertEquals(folders, kustomized().stream().collect(Collectors.toSet()));
        assertTrue(folders.contains(DeployFolder.BASE));
    }

    @ParameterizedTest
    @MethodSource("kustomized")
    void everyManifestIsListedAndEveryListedResourceIsThere(Path folder) throws IOException {
        // given
        var manifests = DeployFolder.yamlFiles(folder).stream().filter(file -> !DeployFolder.isKustomization(file))
                .map(file -> folder.relativize(file).toString()).toList();
        // when
        var listed = DeployFolder.kustomization(folder).resources();
        // then
        assertEquals(manifests, listed.stream().filter(resource -> resource.endsWith(".yaml")).sorted().toList());
        for (String resource : listed) {
            assertTrue(Files.exists(folder.resolve(resource)), resource + " is listed in " + folder);
        }
    }

    @Test
    void theExampleReplacesEveryImageOfTheBase() throws IOException {
        // given
        var images = DeployFolder.workloads().stream().flatMap(workload -> workload.containers().stream())
                .map(Container::getImage).map(image -> image.substring(0, image.lastIndexOf(':')))
                .collect(Collectors.toSet());
        // when
        var replaced = DeployFolder.kustomization(DeployFolder.DEPLOY.resolve("overlays/example")).images();
        // then
        assertNotNull(replaced);
        assertEquals(images, replaced.stream().map(Kustomization.Image::name).collect(Collectors.toSet()));
    }
}
