package io.millrace.systemtests.architecture;

import static io.millrace.systemtests.architecture.PackageTree.below;

/** The packages of each module, and which of them each package may use. */
enum ModulePackages {
    CONTRACTS(
            below("io.millrace.contracts").with("schema").with("supervision").with("registry", "schema", "supervision")
                    .with("record", "schema", "registry")), //
    LAUNCHER(below("io.millrace.launcher").with("", "demo", "local").with("demo", "local").with("local"));

    private final PackageTree tree;

    ModulePackages(PackageTree tree) {
        this.tree = tree;
    }

    PackageTree tree() {
        return tree;
    }
}
