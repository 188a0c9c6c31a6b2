package io.millrace.systemtests.deploy;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** What the repository's kustomizations say; a property beyond these is refused until it is added here. */
record Kustomization(String apiVersion, String kind, @Nullable String namespace, List<String> resources,
        @Nullable List<Labels> labels, @Nullable List<Image> images, @Nullable List<MapOfFiles> configMapGenerator,
        @Nullable GeneratorOptions generatorOptions) {

    Kustomization {
        resources = resources == null ? List.of() : resources;
    }

    /** Labels that every resource gets. */
    record Labels(Map<String, String> pairs) {}

    /** Another place and tag for an image of the base. */
    record Image(String name, String newName, String newTag) {}

    /** A ConfigMap with the contents of files. */
    record MapOfFiles(String name, List<String> files) {}

    /** What all generated ConfigMaps have. */
    record GeneratorOptions(boolean disableNameSuffixHash, Map<String, String> labels,
            Map<String, String> annotations) {}
}
