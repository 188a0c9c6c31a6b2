package io.millrace.systemtests.architecture;

import static io.millrace.systemtests.architecture.PackageTree.below;

/** The packages of each module, and which of them each package may use. */
enum ModulePackages {
    CONTRACTS(
            below("io.millrace.contracts").with("schema").with("supervision").with("registry", "schema", "supervision")
                    .with("record", "schema", "registry")), //
    INGEST(below("io.millrace.ingest")
            .with("", "admission", "config", "health", "http", "metrics", "publish")
            .with("http.resource", "access", "admission.format", "config", "health", "http", "http.coding",
                    "http.connection", "http.problem", "http.syntax", "metrics", "openapi", "outcome", "sqlview",
                    "streamadmin")
            .with("http", "access", "admission", "admission.format", "catalog", "config", "health", "http.coding",
                    "http.connection", "http.problem", "http.syntax", "metrics", "outcome", "publish")
            .with("http.connection", "config", "http.problem", "http.syntax")
            .with("http.syntax", "admission.format", "config", "http.problem")
            .with("http.problem", "outcome")
            .with("http.coding")
            .with("access", "config")
            .with("admission", "admission.format", "admission.value", "config", "outcome", "publish")
            .with("admission.format", "admission.value", "config", "outcome")
            .with("admission.value", "config")
            .with("publish", "catalog", "metrics", "outcome")
            .with("streamadmin", "catalog", "config", "health")
            .with("openapi")
            .with("sqlview")
            .with("catalog", "config", "health", "metrics")
            .with("health", "config", "metrics")
            .with("outcome", "metrics")
            .with("config")
            .with("metrics")), //
    LANDING(below("io.millrace.landing").with("", "mapping").with("mapping")), //
    LAUNCHER(below("io.millrace.launcher").with("", "demo", "local").with("demo", "local").with("local"));

    private final PackageTree tree;

    ModulePackages(PackageTree tree) {
        this.tree = tree;
    }

    PackageTree tree() {
        return tree;
    }
}
