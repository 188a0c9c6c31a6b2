package io.millrace.systemtests.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkloadTest {
    static List<Workload> workloads() throws IOException {
        return DeployFolder.workloads();
    }

    static List<Workload> longRunning() throws IOException {
        return workloads().stream().filter(Workload::longRunning).toList();
    }

    @Test
    void everyServiceIsDeployed() throws IOException {
        var services = workloads().stream().collect(Collectors.toMap(Workload::name, Workload::service));
        assertEquals(Map.of("ingest-service", "ingest-service", "stream-service", "stream-service", "batch-service",
                "batch-service", "operations", "batch-service"), services);
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void podsRunAsNobodyAndCanWriteOnlyToTheirVolumes(Workload workload) {
        var pod = workload.pod();
        assertEquals(false, pod.getAutomountServiceAccountToken());
        assertEquals(true, pod.getSecurityContext().getRunAsNonRoot());
        assertTrue(pod.getSecurityContext().getRunAsUser() > 0);
        assertEquals("RuntimeDefault", pod.getSecurityContext().getSeccompProfile().getType());
        for (Container container : workload.containers()) {
            var security = container.getSecurityContext();
            assertEquals(true, security.getReadOnlyRootFilesystem(), container.getName());
            assertEquals(false, security.getAllowPrivilegeEscalation(), container.getName());
            assertEquals(false, security.getPrivileged(), container.getName());
            assertEquals(List.of("ALL"), security.getCapabilities().getDrop(), container.getName());
            assertTrue(security.getCapabilities().getAdd().isEmpty(), container.getName());
            assertTrue(security.getRunAsNonRoot() == null && security.getRunAsUser() == null,
                    container.getName() + " overrides the user of its pod");
        }
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void everyContainerSaysWhatItNeeds(Workload workload) {
        for (Container container : workload.containers()) {
            var resources = container.getResources();
            assertTrue(resources.getRequests().keySet().containsAll(Set.of("cpu", "memory")), container.getName());
            assertEquals(resources.getRequests().get("memory"), resources.getLimits().get("memory"),
                    container.getName() + ": memory beyond the request can be taken away");
        }
    }

    @ParameterizedTest
    @MethodSource("longRunning")
    void probesAskTheManagementPortThatTheServiceOpens(Workload workload) throws IOException {
        // given
        var endpoint = ManagementEndpoint.of(workload.service());
        for (Container container : workload.pod().getContainers()) {
            Map<String, Integer> ports = container.getPorts().stream()
                    .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
            var probes = Map.of("live", container.getLivenessProbe(), "ready", container.getReadinessProbe(), "started",
                    container.getStartupProbe());
            for (Map.Entry<String, Probe> probe : probes.entrySet()) {
                // when
                var get = probe.getValue().getHttpGet();
                // then
                assertEquals(endpoint.port(), ports.get(get.getPort().getStrVal()), probe.getKey());
                assertEquals(endpoint.health() + "/" + probe.getKey(), get.getPath());
            }
        }
        var annotations = workload.template().getMetadata().getAnnotations();
        assertEquals(Integer.toString(endpoint.port()), annotations.get("prometheus.io/port"));
        assertEquals(endpoint.metrics(), annotations.get("prometheus.io/path"));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void everyMountHasItsVolumeAndTmpIsOne(Workload workload) {
        var volumes = workload.pod().getVolumes();
        for (Container container : workload.containers()) {
            var mounts = container.getVolumeMounts();
            assertTrue(volumes.stream().map(Volume::getName).toList()
                    .containsAll(mounts.stream().map(VolumeMount::getName).toList()), container.getName());
            assertTrue(mounts.stream().filter(mount -> mount.getMountPath().equals("/tmp")).anyMatch(mount -> volumes
                    .stream().anyMatch(v -> v.getName().equals(mount.getName()) && v.getEmptyDir() != null)),
                    container.getName() + " has no emptyDir at /tmp");
        }
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void theGatewayHasNoTablesAndTheOthersSeeTheSame(Workload workload) {
        for (Container container : workload.pod().getContainers()) {
            var roots = container.getEnv().stream().filter(env -> env.getName().equals("MILLRACE_TABLES_ROOT"))
                    .map(EnvVar::getValue).toList();
            var claims = workload.pod().getVolumes().stream().filter(v -> v.getPersistentVolumeClaim() != null)
                    .filter(v -> container.getVolumeMounts().stream()
                            .anyMatch(m -> m.getName().equals(v.getName()) && roots.contains(m.getMountPath())))
                    .map(v -> v.getPersistentVolumeClaim().getClaimName()).toList();
            boolean tables = !workload.service().equals("ingest-service");
            assertEquals(tables ? List.of("/tables") : List.of(), roots);
            assertEquals(tables ? List.of("millrace-tables") : List.of(), claims);
        }
    }

    @Test
    void theBatchRunsOnceAtATimeAndEnds() throws IOException {
        // given
        var job = DeployFolder.base(CronJob.class).getFirst();
        // when
        var container = job.getSpec().getJobTemplate().getSpec().getTemplate().getSpec().getContainers().getFirst();
        // then
        assertEquals("Forbid", job.getSpec().getConcurrencyPolicy());
        assertTrue(container.getEnv().stream()
                .anyMatch(env -> env.getName().equals("MILLRACE_BATCH_MODE") && env.getValue().equals("once")));
    }

    @Test
    void theOperationsPortIsOneProcessThatMakesNoRunsAndHasItsCallers() throws IOException {
        // given
        var deployment = DeployFolder.base(Deployment.class).stream()
                .filter(d -> d.getMetadata().getName().equals("operations")).findFirst().orElseThrow();
        // when
        var container = deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
        var env = container.getEnv().stream().collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
        // then
        assertEquals(1, deployment.getSpec().getReplicas());
        assertEquals("Recreate", deployment.getSpec().getStrategy().getType());
        assertEquals("operations", env.get("MILLRACE_BATCH_MODE"));
        Path keys = Path.of(env.get("MILLRACE_BATCH_OPERATIONS_KEYS_FILE"));
        assertTrue(container.getVolumeMounts().stream()
                .anyMatch(mount -> keys.startsWith(mount.getMountPath()) && mount.getReadOnly()), keys::toString);
    }
}
