package io.millrace.systemtests.deploy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestSchemaTest {
    static List<Path> manifestFiles() throws IOException {
        return DeployFolder.yamlFiles(DeployFolder.DEPLOY).stream().filter(file -> !DeployFolder.isKustomization(file))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("manifestFiles")
    void everyManifestIsOneTheApiServerWouldRead(Path file) throws IOException {
        // when
        var manifests = StrictYaml.manifests(Files.readString(file));
        // then
        assertFalse(manifests.isEmpty(), file + " holds no manifest");
        manifests.forEach(
                manifest -> assertTrue(manifest.getMetadata().getName().matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?"),
                        manifest.getMetadata().getName() + " in " + file + " is no DNS label"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{apiVersion: apps/v1, kind: Deployment, spek: {}}",
            "{apiVersion: apps/v1, kind: Deployment, metadata: {nmae: x}}",
            "{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {containers: [{imag: x}]}}}}",
            "{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 1, replicas: 2}}",
            "{apiVersion: batch/v1, kind: CronJob, spec: {jobTemplate: {spec: {backofLimit: 1}}}}",
            "{apiVersion: v1, kind: ConfigMap, data: {PORT: 9092}}",
            "{apiVersion: kafka.strimzi.io/v1, kind: KafkaTopic, spec: {replcas: 3}}",
            "{apiVersion: kafka.strimzi.io/v1, kind: KafkaTopic, sepc: {}}"})
    void aSlipInAManifestIsRefused(String manifest) {
        assertThrows(JsonProcessingException.class, () -> StrictYaml.manifests(manifest));
    }

    @Test
    void aKindWithoutATypeIsRefused() {
        assertThrows(IllegalArgumentException.class,
                () -> StrictYaml.manifests("{apiVersion: extensions/v1beta1, kind: Deployment}"));
    }
}
