package io.millrace.devstack;

import java.nio.file.Path;

/**
 * One Apicurio Registry that keeps its contents in an H2 file.
 *
 * @param dataDir where that file lives
 * @param port the port of its API
 * @param managementPort the port of its health and metrics
 */
public record RegistryServerConfig(Path dataDir, int port, int managementPort) {

    public RegistryServerConfig {
        dataDir = dataDir.toAbsolutePath().normalize();
    }

    /** The root of the v3 API. */
    public String url() {
        return "http://" + Ports.HOST + ":" + port + "/apis/registry/v3";
    }

    /** Answers 200 when the registry is ready. */
    String readinessUrl() {
        return "http://" + Ports.HOST + ":" + managementPort + "/health/ready";
    }

    /** The command that runs it. */
    JavaCommand command(DevStackHome home) {
        return JavaCommand.quarkus(home.registryJar()).small()
                .property("quarkus.http.host", Ports.HOST).property("quarkus.http.port", port)
                .property("quarkus.management.host", Ports.HOST).property("quarkus.management.port", managementPort)
                .property("quarkus.http.access-log.enabled", false).property("quarkus.banner.enabled", false)
                .property("quarkus.log.level", "WARN").property("quarkus.log.category.\"io.apicurio\".level", "WARN")
                .property("quarkus.log.category.\"io.quarkus.config\".level", "ERROR")
                .property("quarkus.log.category.\"io.quarkus.runtime.configuration\".level", "ERROR")
                .property("quarkus.log.console.format", "%d{HH:mm:ss.SSS} %-5p [%c] %s%e%n")
                // Without the delay a commit is on its way to the file when it returns, and survives a kill.
                .property("apicurio.datasource.url", "jdbc:h2:file:" + dataDir.resolve("registry") + ";WRITE_DELAY=0")
                .property("apicurio.datasource.jdbc.initial-size", 2).property("apicurio.datasource.jdbc.min-size", 2);
    }
}
