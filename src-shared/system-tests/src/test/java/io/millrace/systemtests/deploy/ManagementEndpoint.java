package io.millrace.systemtests.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Properties;

/** Where a service answers for its health and metrics, by its own application.properties and Quarkus' defaults. */
record ManagementEndpoint(int port, String health, String metrics) {

    static ManagementEndpoint of(String service) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(
                DeployFolder.REPOSITORY.resolve(service).resolve("src/main/resources/application.properties"))) {
            properties.load(reader);
        }
        if (!Boolean.parseBoolean(properties.getProperty("quarkus.management.enabled"))) {
            throw new IllegalStateException(service + " has no management port; set quarkus.management.enabled=true.");
        }
        String root = properties.getProperty("quarkus.management.root-path", "/q");
        return new ManagementEndpoint(Integer.parseInt(properties.getProperty("quarkus.management.port", "9000")),
                under(root, properties.getProperty("quarkus.smallrye-health.root-path", "health")),
                under(root, properties.getProperty("quarkus.micrometer.export.prometheus.path", "metrics")));
    }

    private static String under(String root, String path) {
        if (path.startsWith("/")) {
            return path;
        }
        return root.endsWith("/") ? root + path : root + "/" + path;
    }
}
