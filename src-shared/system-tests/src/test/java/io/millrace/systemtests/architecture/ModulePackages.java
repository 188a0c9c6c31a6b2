package io.millrace.systemtests.architecture;

import static io.millrace.systemtests.architecture.PackageTree.below;

/** The packages of each module, and which of them each package may use. */
enum ModulePackages {
    CONTRACTS(
            below("io.millrace.contracts").with("access", "schema").with("binary").with("rule", "binary")
                    .with("logging")
                    .with("slo")
                    .with("schema", "rule", "slo")
                    .with("settings")
                    .with("supervision")
                    .with("type", "schema")
                    .with("registry", "schema", "slo", "supervision", "type")
                    .with("record", "logging", "rule", "schema", "registry")), //
    INGEST(below("io.millrace.ingest")
            .with("", "admission", "config", "health", "http", "metrics", "publish")
            .with("http.resource", "access", "admission.format", "config", "health", "http", "http.coding",
                    "http.connection", "http.problem", "http.syntax", "metrics", "openapi", "outcome", "sqlview",
                    "streamadmin", "tracing")
            .with("http", "access", "admission", "admission.format", "catalog", "config", "health", "http.coding",
                    "http.connection", "http.problem", "http.syntax", "metrics", "outcome", "publish", "tracing")
            .with("http.connection", "config", "http.problem", "http.syntax")
            .with("http.syntax", "admission.format", "config", "http.problem")
            .with("http.problem", "outcome")
            .with("http.coding")
            .with("access", "config")
            .with("admission", "admission.format", "admission.plan", "admission.value", "config", "outcome", "publish")
            .with("admission.format", "admission.plan", "admission.value", "config", "outcome")
            .with("admission.plan", "admission.value", "config")
            .with("admission.value", "config")
            .with("publish", "catalog", "metrics", "outcome")
            .with("streamadmin", "catalog", "config", "health")
            .with("openapi")
            .with("sqlview")
            .with("catalog", "config", "health", "metrics")
            .with("health", "config", "metrics")
            .with("outcome", "metrics")
            .with("config")
            .with("tracing")
            .with("metrics")), //
    LANDING(below("io.millrace.landing").with("", "bronze", "config", "decode", "letters", "mapping", "tracing")
            .with("bronze").with("tracing")
            .with("letters", "decode")
            .with("beans", "config", "metrics", "tracing")
            .with("metrics", "").with("config").with("decode", "mapping", "rule").with("mapping").with("rule")
            .with("audit", "decode", "mapping").with("receipt", "letters").with("lag", "")), //
    STREAM(below("io.millrace.stream").with("", "config", "consume", "merge", "metrics")
            .with("consume", "merge", "metrics").with("merge", "config", "metrics").with("metrics").with("config")), //
    BATCH(below("io.millrace.batch")
            .with("", "audit", "config", "delete", "maintain", "metrics", "operations", "schedule", "signals")
            .with("console", "config", "metrics", "observe", "operations").with("observe", "config", "interval", "read")
            .with("operations", "config", "interval", "metrics", "read")
            .with("schedule", "audit", "config", "delete", "interval", "maintain", "merge", "metrics", "signals")
            .with("signals", "config", "interval", "metrics", "read")
            .with("merge", "config", "metrics", "read")
            .with("audit", "config", "metrics", "read")
            .with("maintain", "metrics")
            .with("read").with("delete").with("interval").with("metrics").with("config")), //
    LAUNCHER(below("io.millrace.launcher").with("", "audit", "demo", "letters", "local", "rebuild", "slo", "topic")
            .with("demo", "letters", "local", "topic").with("letters", "local", "topic").with("audit", "local", "topic")
            .with("rebuild", "local", "topic").with("slo", "local").with("topic", "local").with("local")), //
    DEV_STACK(below("io.millrace.devstack").with("").with("s3").with("quarkus.deployment", "")), //
    BENCH(below("io.millrace.bench")
            .with("", "alerts", "chaos", "console", "ingest", "merge", "pipeline", "race", "simulation")
            .with("alerts", "debian", "run").with("debian").with("browser", "debian").with("console", "browser", "run")
            .with("simulation", "run", "simulation.check", "simulation.schedule", "simulation.table",
                    "simulation.world")
            .with("simulation.check", "simulation.storage", "simulation.table", "simulation.world")
            .with("simulation.world", "simulation.schedule", "simulation.storage", "simulation.table")
            .with("simulation.table", "simulation.schedule", "simulation.storage")
            .with("simulation.storage", "simulation.schedule").with("simulation.schedule")
            .with("chaos", "chaos.fault", "chaos.guard", "chaos.history", "chaos.preload", "chaos.scoreboard", "run")
            .with("chaos.fault", "chaos.preload").with("chaos.guard", "chaos.fault", "run")
            .with("chaos.history").with("chaos.preload").with("chaos.scoreboard")
            .with("ingest", "orders", "run").with("merge", "orders", "run").with("pipeline", "orders", "run")
            .with("race", "run")
            .with("orders").with("run")), //
    PEERS(below("io.millrace.systemtests").with("debezium").with("view")), //
    TABLE(below("io.millrace.table").with("", "column", "mergerule", "vector")
            .with("column")
            .with("vector", "column")
            .with("mergerule")
            .with("factory", "", "internal")
            .with("internal", "", "internal.datafile", "internal.index", "internal.log", "internal.log.kernel",
                    "internal.maintenance", "internal.merge", "internal.read", "internal.storage")
            .with("internal.storage", "")
            .with("internal.parquet", "column", "internal.storage")
            .with("internal.encoding", "column", "internal.storage", "vector")
            .with("internal.keys", "", "column", "internal.storage", "mergerule", "vector")
            .with("internal.log", "", "column", "internal.storage")
            .with("internal.log.kernel", "", "column", "internal.log", "internal.parquet", "internal.storage")
            .with("internal.datafile", "", "column", "internal.encoding", "internal.keys", "internal.log",
                    "internal.parquet", "internal.storage", "mergerule", "vector")
            .with("internal.index", "", "column", "internal.datafile", "internal.keys", "internal.log",
                    "internal.storage", "mergerule")
            .with("internal.merge", "", "column", "internal.datafile", "internal.index", "internal.keys",
                    "internal.log", "internal.storage", "mergerule", "vector")
            .with("internal.maintenance", "", "column", "internal.datafile", "internal.keys", "internal.log",
                    "internal.storage", "mergerule", "vector")
            .with("internal.read", "", "column", "internal.datafile", "internal.log", "mergerule")
            .with("internal.nativeimage")
            .with("quarkus.deployment"));

    private final PackageTree tree;

    ModulePackages(PackageTree tree) {
        this.tree = tree;
    }

    PackageTree tree() {
        return tree;
    }
}
