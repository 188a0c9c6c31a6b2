package io.millrace.systemtests.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.millrace.systemtests.Repository;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class ArrowTest {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final List<Trespass> TRESPASSES = Arrays.stream(Arrow.values()).map(Arrow::trespass).toList();

    @TempDir
    private static Path folder;

    private static JavaClasses all;
    private static JavaClasses trespassers;

    @BeforeAll
    static void importAll() throws IOException {
        all = Module.allClasses();
        trespassers = Trespass.compiled(folder, TRESPASSES);
    }

    @ParameterizedTest
    @EnumSource
    void theArrowHolds(Arrow arrow) {
        arrow.rule().check(all);
    }

    @ParameterizedTest
    @EnumSource
    void aTrespasserIsNamed(Arrow arrow) {
        // when
        String refusal = String.join("\n", arrow.rule().evaluate(trespassers).getFailureReport().getDetails());
        // then
        assertTrue(refusal.contains("<" + arrow.trespass().among(TRESPASSES) + ".seen>"), refusal);
    }

    @Test
    void noModuleOfTheBuildIsLeftOut() throws IOException {
        // given
        List<String> checked = Module.ALL.stream().map(Module::folder).sorted().toList();
        // when
        List<String> withClasses = MODULE.matcher(Files.readString(Repository.directory().resolve("pom.xml"))).results()
                .map(module -> module.group(1))
                .filter(folder -> holdsClasses(Repository.directory().resolve(folder).resolve("src/main/java")))
                .sorted().toList();
        // then
        assertEquals(checked, withClasses);
    }

    @Test
    void noPomNamesTheSystemTestsAsDependency() throws IOException {
        for (Module module : Module.ALL) {
            String pom = Files.readString(Repository.directory().resolve(module.folder()).resolve("pom.xml"));
            assertTrue(!pom.contains("<artifactId>system-tests</artifactId>"), module.folder());
        }
    }

    private static boolean holdsClasses(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(f -> f.toString().endsWith(".java") && !f.endsWith("package-info.java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
