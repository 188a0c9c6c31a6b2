package io.millrace.systemtests.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** The files under {@code deploy/}, found from this module's folder. */
final class DeployFolder {
    static final String KUSTOMIZATION = "kustomization.yaml";
    static final Path REPOSITORY = Path.of("..", "..").toAbsolutePath().normalize();
    static final Path DEPLOY = REPOSITORY.resolve("deploy");
    static final Path BASE = DEPLOY.resolve("base");

    private DeployFolder() {}

    /** Files of Prometheus, which are no manifests. */
    private static final Path PROMETHEUS = DEPLOY.resolve("alerts/prometheus");

    /** Every YAML file of Kubernetes at any depth, sorted by path. */
    static List<Path> yamlFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
                    .filter(file -> !file.startsWith(PROMETHEUS)).sorted().toList();
        }
    }

    static boolean isKustomization(Path file) {
        return file.endsWith(KUSTOMIZATION);
    }

    static Kustomization kustomization(Path folder) throws IOException {
        return StrictYaml.document(Files.readString(folder.resolve(KUSTOMIZATION)), Kustomization.class);
    }

    /** All manifests of the base. */
    static List<HasMetadata> base() throws IOException {
        List<HasMetadata> manifests = new ArrayList<>();
        for (Path file : yamlFiles(BASE)) {
            if (!isKustomization(file)) {
                manifests.addAll(StrictYaml.manifests(Files.readString(file)));
            }
        }
        return manifests;
    }

    /** All manifests of the base that are of the type. */
    static <T extends HasMetadata> List<T> base(Class<T> type) throws IOException {
        return base().stream().filter(type::isInstance).map(type::cast).toList();
    }

    static List<Workload> workloads() throws IOException {
        return base().stream().flatMap(Workload::of).toList();
    }
}
