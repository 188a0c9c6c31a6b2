package io.millrace.systemtests.architecture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.millrace.systemtests.Repository;

/**
 * A module of the build that has main classes.
 *
 * @param folder
 *            its folder, relative to the checkout
 */
record Module(String folder) {
    static final List<Module> ALL = Stream
            .of("src-shared/contracts", "src-shared/delta-table", "src-shared/landing",
                    "src-shared/delta-table/quarkus/runtime",
                    "src-shared/delta-table/quarkus/deployment", "src-shared/dev-stack/s3-server",
                    "src-shared/dev-stack/stack",
                    "src-shared/dev-stack/deployment", "src-shared/launcher", "src-shared/system-tests/bench",
                    "src-shared/system-tests/peers",
                    "ingest-service", "stream-service", "batch-service")
            .map(Module::new).toList();

    /** The main classes of all modules. */
    static JavaClasses allClasses() {
        return new ClassFileImporter().importPaths(ALL.stream().map(Module::classes).toList());
    }

    private Path classes() {
        Path classes = Repository.directory().resolve(folder).resolve("target/classes");
        if (!Files.isDirectory(classes)) {
            throw new AssertionError("The module " + folder + " is not compiled, so its arrows cannot be checked."
                    + " Run ./millrace build first.");
        }
        return classes;
    }
}
