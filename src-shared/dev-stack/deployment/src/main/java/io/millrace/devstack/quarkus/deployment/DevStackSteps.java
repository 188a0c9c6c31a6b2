package io.millrace.devstack.quarkus.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import io.quarkus.deployment.IsDevServicesSupportedByLaunchMode;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.DevServicesAdditionalConfigBuildItem;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.builditem.DockerStatusBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.deployment.dev.devservices.DevServicesConfig;
import io.quarkus.deployment.pkg.builditem.BuildSystemTargetBuildItem;
import io.quarkus.runtime.LaunchMode;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/** Decides whether a service in dev mode or under test gets a stack, and which. */
final class DevStackSteps {
    private static final Logger LOG = Logger.getLogger(DevStackSteps.class);
    private static final String FEATURE = "millrace-dev-stack";
    private static final String KAFKA = "kafka.bootstrap.servers";
    private static final String CONNECTOR_REGISTRY = "mp.messaging.connector.smallrye-kafka.apicurio.registry.url";
    private static final String REGISTRY = "millrace.registry.url";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    @BuildStep(onlyIf = {IsDevServicesSupportedByLaunchMode.class, DevServicesConfig.Enabled.class})
    void offer(DockerStatusBuildItem containers, LaunchModeBuildItem mode, BuildSystemTargetBuildItem target,
            BuildProducer<DevServicesResultBuildItem> services) {
        if (ConfigProvider.getConfig().getOptionalValue(KAFKA, String.class).isPresent()) {
            LOG.debugf("No dev stack: %s is configured", KAFKA);
        } else if (containers.isContainerRuntimeAvailable()) {
            LOG.debug("No dev stack: the platform's dev services have containers to do it with");
        } else {
            services.produce(service(mode.getLaunchMode(), target.getOutputDirectory()));
        }
    }

    /** The services' own key follows the platform's, whether this stack or the platform's containers run the registry. */
    @BuildStep
    DevServicesAdditionalConfigBuildItem registry() {
        return new DevServicesAdditionalConfigBuildItem(started -> {
            var url = started.get(CONNECTOR_REGISTRY);
            return url == null ? Map.of() : Map.of(REGISTRY, url);
        });
    }

    private static DevServicesResultBuildItem service(LaunchMode mode, Path target) {
        // Three services in three terminals are one system; two test runs must not meet.
        var shared = mode == LaunchMode.DEVELOPMENT;
        Supplier<DevServicesStack> supplier = shared
                ? DevServicesStack::shared
                : () -> DevServicesStack.isolated(scratch(target));
        return DevServicesResultBuildItem.<DevServicesStack>owned().feature(FEATURE)
                .description(
                        shared ? "Kafka and registry, shared by all dev modes" : "Kafka and registry of this test run")
                // A constant, so that live reload keeps the running one.
                .serviceConfig(mode.name()).startable(supplier).configProvider(configuration()).build();
    }

    private static Map<String, Function<DevServicesStack, String>> configuration() {
        return Map.of(KAFKA, DevServicesStack::bootstrapServers, CONNECTOR_REGISTRY, DevServicesStack::registryUrl);
    }

    private static Path scratch(Path target) {
        try {
            // A restart of the application within one test run may overlap with the end of the stack before it.
            return Files.createTempDirectory(target, "dev-stack-");
        } catch (IOException e) {
            throw new UncheckedIOException("No directory for the dev stack's data can be created in " + target, e);
        }
    }
}
