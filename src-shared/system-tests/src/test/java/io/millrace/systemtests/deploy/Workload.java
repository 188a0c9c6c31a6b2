package io.millrace.systemtests.deploy;

import java.util.List;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;

/** Something that makes pods, with the pod it makes. */
record Workload(String name, boolean longRunning, PodTemplateSpec template) {

    /** The manifest as a workload; empty when it makes no pods. */
    static Stream<Workload> of(HasMetadata manifest) {
        String name = manifest.getMetadata().getName();
        if (manifest instanceof Deployment deployment) {
            return Stream.of(new Workload(name, true, deployment.getSpec().getTemplate()));
        }
        if (manifest instanceof CronJob job) {
            return Stream.of(new Workload(name, false, job.getSpec().getJobTemplate().getSpec().getTemplate()));
        }
        return Stream.empty();
    }

    /** The service in the image of its only container, which a workload of another name may run in another role. */
    String service() {
        String image = pod().getContainers().getFirst().getImage();
        return image.substring(image.lastIndexOf('/') + 1, image.lastIndexOf(':'));
    }

    PodSpec pod() {
        return template.getSpec();
    }

    /** All containers of the pod, also those that only run first. */
    List<Container> containers() {
        return Stream.concat(pod().getInitContainers().stream(), pod().getContainers().stream()).toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
