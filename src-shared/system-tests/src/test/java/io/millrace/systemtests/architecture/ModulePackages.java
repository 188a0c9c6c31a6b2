package io.millrace.systemtests.architecture;

import static io.millrace.systemtests.architecture.PackageTree.below;

/** The packages of each module, and which of them each package may use. */
enum ModulePackages {
    CONTRACTS(
            below("io.millrace.contracts").with("schema").with("supervision").with("registry", "schema", "supervision")
                    .with("record", "schema", "registry")), //
    LAUNCHER(below("io.millrace.launcher").with("", "demo", "local").with("demo", "local").with("local")),
    TABLE(below("io.millrace.table").with("", "mergerule")//
            .with("mergerule")//
            .with("feed", "", "mapping", "mergerule")//
            .with("mapping", "", "mergerule")//
            .with("factory", "", "internal")//
            .with("internal", "", "internal.datafile", "internal.index", "internal.log", "internal.log.kernel",
                    "internal.maintenance", "internal.merge", "internal.read", "internal.storage")//
            .with("internal.storage", "")//
            .with("internal.parquet", "", "internal.storage")//
            .with("internal.keys", "", "mergerule")//
            .with("internal.log", "", "internal.storage")//
            .with("internal.log.kernel", "", "internal.log", "internal.parquet", "internal.storage")//
            .with("internal.datafile", "", "internal.keys", "internal.log", "internal.log.kernel",
                    "internal.parquet", "internal.storage")//
            .with("internal.index", "", "internal.datafile", "internal.keys", "internal.log", "internal.storage",
                    "mergerule")//
            .with("internal.merge", "", "internal.datafile", "internal.index", "internal.keys", "internal.log",
                    "internal.log.kernel", "internal.storage", "mergerule")//
            .with("internal.maintenance", "", "internal.datafile", "internal.keys", "internal.log",
                    "internal.log.kernel", "internal.storage", "mergerule")//
            .with("internal.read", "", "internal.datafile", "internal.log", "internal.log.kernel")//
            .with("internal.nativeimage")//
            .with("quarkus.deployment"));

    private final PackageTree tree;

    ModulePackages(PackageTree tree) {
        this.tree = tree;
    }

    PackageTree tree() {
        return tree;
    }
}
