package io.millrace.bench.alerts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The rules and runbooks of this checkout. */
final class RealFiles {
    private static final Path DEPLOY = Path.of("../../../deploy").toAbsolutePath().normalize();
    static final Path RUNBOOKS = DEPLOY.resolve("runbooks");

    private RealFiles() {}

    static String rules() throws IOException {
        return Files.readString(DEPLOY.resolve("alerts/prometheus/millrace.rules.yaml"));
    }
}
