package io.millrace.systemtests.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceTest {
    static List<Workload> workloads() throws IOException {
        return DeployFolder.workloads();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void whatAPodNamesIsInTheBase(Workload workload) throws IOException {
        var pod = workload.pod();
        assertTrue(names(ServiceAccount.class).contains(pod.getServiceAccountName()), pod.getServiceAccountName());
        for (var volume : pod.getVolumes()) {
            if (volume.getPersistentVolumeClaim() != null) {
                String claim = volume.getPersistentVolumeClaim().getClaimName();
                assertTrue(names(PersistentVolumeClaim.class).contains(claim), claim);
            }
        }
        for (var container : workload.containers()) {
            var maps = container.getEnvFrom().stream().map(source -> source.getConfigMapRef().getName()).toList();
            assertEquals(List.of("millrace"), maps, container.getName());
            assertTrue(names(ConfigMap.class).containsAll(maps), maps.toString());
        }
    }

    @Test
    void noServiceAccountHandsOutItsToken() throws IOException {
        for (ServiceAccount account : DeployFolder.base(ServiceAccount.class)) {
            assertEquals(false, account.getAutomountServiceAccountToken(), account.getMetadata().getName());
        }
    }

    @Test
    void theTablesCanBeMountedOnSeveralNodes() throws IOException {
        for (PersistentVolumeClaim claim : DeployFolder.base(PersistentVolumeClaim.class)) {
            assertEquals(List.of("ReadWriteMany"), claim.getSpec().getAccessModes());
        }
    }

    @Test
    void aServiceFindsItsPodsAndTheirPublicPortOnly() throws IOException {
        for (Service service : DeployFolder.base(Service.class)) {
            // given
            var selector = service.getSpec().getSelector().entrySet();
            // when
            var chosen = workloads().stream()
                    .filter(w -> w.template().getMetadata().getLabels().entrySet().containsAll(selector)).toList();
            // then
            assertEquals(1, chosen.size(), service.getMetadata().getName() + " selects " + chosen);
            var ports = chosen.getFirst().pod().getContainers().getFirst().getPorts();
            for (var port : service.getSpec().getPorts()) {
                String target = port.getTargetPort().getStrVal();
                assertEquals("http", target, "health and metrics are not public");
                assertTrue(ports.stream().anyMatch(p -> p.getName().equals(target)), target);
            }
        }
    }

    private static Set<String> names(Class<? extends HasMetadata> type) throws IOException {
        return DeployFolder.base(type).stream().map(m -> m.getMetadata().getName()).collect(Collectors.toSet());
    }
}
