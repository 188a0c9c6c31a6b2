package io.millrace.systemtests.tags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.millrace.systemtests.Repository;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that start processes have the tag {@code process}, so that {@code ./millrace test --unit} leaves them out. */
@Tag("slow")
class TestTagsTest {
    private static final List<String> MODULES = List.of("src-shared/contracts", "src-shared/landing",
            "src-shared/delta-table", "src-shared/dev-stack/stack", "src-shared/launcher",
            "src-shared/system-tests/bench",
            "src-shared/system-tests/peers", "src-shared/system-tests", "ingest-service", "stream-service",
            "batch-service");

    @Test
    void everyTestThatStartsAProcessIsTagged() {
        List<Path> folders = MODULES.stream()
                .map(module -> Repository.directory().resolve(module).resolve("target/test-classes"))
                .filter(Files::isDirectory).toList();
        JavaClasses tests = new ClassFileImporter().importPaths(folders);

        assertTrue(tests.size() > 100, () -> "only found " + tests.size() + " classes in " + folders);
        assertEquals(Set.of(), ProcessTests.untagged(tests).stream().filter(name -> !name.contains(".tags."))
                .collect(Collectors.toSet()));
    }

    @Test
    void aTestWithoutTheTagIsFoundAlsoWhenAnotherClassStartsTheProcess() {
        JavaClasses classes = new ClassFileImporter().importClasses(StartsProcess.class, StartsProcess.Untagged.class);

        assertEquals(Set.of(StartsProcess.Untagged.class.getName()), ProcessTests.untagged(classes));
    }
}
